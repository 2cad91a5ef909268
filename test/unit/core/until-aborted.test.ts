import { describe, expect, it } from 'vitest';
import { untilAborted } from '../../../src/core/until-aborted.ts';

const never = new Promise<never>(() => {});

describe('untilAborted', () => {
  it('is the promise where the signal does not abort', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(untilAborted(Promise.reject(new Error('own')), signal)).rejects.toThrow('own');
  });

  it('rejects with the reason of the signal, whatever it is', async () => {
    const stopped = new AbortController();
    const waiting = untilAborted(never, stopped.signal);
    stopped.abort('a word');
    await expect(waiting).rejects.toBe('a word');
  });

  it('rejects at once when the signal has aborted, also where the promise is ready', async () => {
    const signal = AbortSignal.abort(new Error('before'));
    await expect(untilAborted(never, signal)).rejects.toThrow('before');
    await expect(untilAborted(Promise.resolve(1), signal)).rejects.toThrow('before');
  });

  it('handles what the promise comes to after the signal, so that it is no crash', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    try {
      const stopped = new AbortController();
      setTimeout(() => stopped.abort(new Error('given up')), 1);
      for (const signal of [AbortSignal.abort(new Error('given up')), stopped.signal]) {
        const late = new Promise<never>((_resolve, reject) =>
          setTimeout(() => reject(new Error('late')), 10),
        );
        await expect(untilAborted(late, signal)).rejects.toThrow('given up');
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    } finally {
      process.off('unhandledRejection', listener);
    }
    expect(unhandled).toEqual([]);
  });
});
