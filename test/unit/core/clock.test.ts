import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';

/** Keeps the event loop busy, which makes its own idea of the time stale. */
function work(ms: number): void {
  for (const until = systemClock.now() + ms; systemClock.now() < until;);
}

describe('the system clock', () => {
  it('runs forward, in fractions of a millisecond', () => {
    const moments = Array.from({ length: 1000 }, () => systemClock.now());
    expect(moments.toSorted((a, b) => a - b)).toEqual(moments);
    expect(moments.some((moment) => !Number.isInteger(moment))).toBe(true);
  });

  it('tells the time of day', () => {
    expect(Math.abs(systemClock.wall() - new Date().getTime())).toBeLessThan(1000);
  });

  it.each([0.2, 1, 1.7, 5, 9.99])('never ends a sleep of %s ms early', async (ms) => {
    for (let round = 0; round < 40; round += 1) {
      work((round % 10) / 10);
      const begin = systemClock.now();
      await systemClock.sleep(ms);
      expect(systemClock.now() - begin).toBeGreaterThanOrEqual(ms);
    }
  });

  it('does not sleep for what is over already', async () => {
    const begin = systemClock.now();
    await Promise.all([systemClock.sleep(0), systemClock.sleep(-5), systemClock.sleep(-Infinity)]);
    expect(systemClock.now() - begin).toBeLessThan(1000);
  });

  it('sleeps longer than a timer can be set to, without ending at once', async () => {
    const stopped = new AbortController();
    const month = systemClock.sleep(31 * 24 * 3_600_000, stopped.signal);
    const first = await Promise.race([month, systemClock.sleep(20).then(() => 'the short one')]);
    stopped.abort(new Error('enough'));
    await expect(month).rejects.toThrow('enough');
    expect(first).toBe('the short one');
  });

  it('ends a sleep with the reason of its signal', async () => {
    const stopped = new AbortController();
    const sleeping = systemClock.sleep(60_000, stopped.signal);
    const reason = new Error('interrupted');
    stopped.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('does not begin a sleep when the signal has aborted', async () => {
    const reason = new Error('before');
    await expect(systemClock.sleep(0, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('lets go of its signal after a sleep', async () => {
    const stopped = new AbortController();
    const listeners: string[] = [];
    const { signal } = stopped;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners.push('added'), add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (
      listeners.push('removed'),
      remove(...args)
    );
    await systemClock.sleep(1, signal);
    expect(listeners).toEqual(['added', 'removed']);
  });
});
