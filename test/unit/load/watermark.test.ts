import { describe, expect, it } from 'vitest';

import { Watermark } from '../../../src/load/watermark.ts';
import { ManualClock } from '../../helpers/manual-clock.ts';

async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  return settled;
}

describe('how far a stream has come', () => {
  it('lets go those who wait for less, and those who come later', async () => {
    const mark = new Watermark(new ManualClock());
    const [near, far] = [mark.reach(100, 10_000), mark.reach(200, 10_000)];
    mark.rise(150);
    mark.rise(120);
    expect(await isSettled(near)).toBe(true);
    expect(await isSettled(far)).toBe(false);
    expect(await isSettled(mark.reach(150, 10_000))).toBe(true);
    mark.rise(200);
    expect(await isSettled(far)).toBe(true);
  });

  it('lets everybody go at its end', async () => {
    const mark = new Watermark(new ManualClock());
    const waiting = mark.reach(100, 10_000);
    mark.end();
    expect(await isSettled(waiting)).toBe(true);
    expect(await isSettled(mark.reach(100, 10_000))).toBe(true);
  });
});
