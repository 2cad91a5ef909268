import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tellIfLong } from '../../../src/engine/tell-if-long.ts';
import { ManualClock } from '../../helpers/manual-clock.ts';

async function told(lasting: number): Promise<number> {
  const clock = new ManualClock();
  const { signal } = new AbortController();
  let count = 0;
  const done = tellIfLong(
    { clock, signal },
    () => (count += 1),
    () => clock.sleep(lasting),
  );
  for (let at = 0; at < lasting; at += 100) {
    clock.advance(100);
    await setImmediate();
  }
  await done;
  expect(clock.sleeping).toBe(0);
  return count;
}

describe('a wait', () => {
  it('is told once when it is long', async () => {
    expect(await told(10_000)).toBe(1);
  });

  it('is not told when it is short', async () => {
    expect(await told(1000)).toBe(0);
  });
});
