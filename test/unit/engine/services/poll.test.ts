import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import type { Attempt } from '../../../../src/engine/services/attempt.ts';
import { pollUntilReady } from '../../../../src/engine/services/poll.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';

const never: Attempt = async (signal) =>
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const refused: Attempt = () => Promise.resolve({ kind: 'refused', reason: 'gave 404' });

/** Polls for a second of a clock that is turned by a tenth at a time; the attempts are made in turn, and the last one again and again. */
async function poll(...turns: readonly Attempt[]): Promise<unknown> {
  const clock = new ManualClock();
  let made = 0;
  const attempt: Attempt = async (signal) => await turns[Math.min(made++, turns.length - 1)]!(signal);
  const options = { within: 1000, clock, signal: new AbortController().signal };
  const polling = pollUntilReady(new Map([['it', attempt]]), options);
  for (let turn = 0; turn < 30; turn += 1) {
    await setImmediate();
    clock.advance(100);
  }
  return await polling;
}

describe('waiting until a service is ready', () => {
  it('says what it last answered, though the time cut its next answer short', async () => {
    const late = [...Array.from({ length: 6 }, () => refused), never];
    await expect(poll(...late)).resolves.toEqual({ kind: 'not-ready', reason: 'gave 404' });
  });

  it('says that it fell silent, where that had its time', async () => {
    await expect(poll(refused, never)).resolves.toEqual({ kind: 'not-ready', reason: 'no answer in time' });
  });

  it('says that it was silent all the time', async () => {
    await expect(poll(never)).resolves.toEqual({ kind: 'not-ready', reason: 'no answer in time' });
  });
});
