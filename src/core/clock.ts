/** Milliseconds, fractional where the clock can. */
export type Milliseconds = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMilliseconds = number;

/** The only source of time: everything that waits takes one, so that tests can turn the hands. */
export interface Clock {
  /** Monotonic, fractional; comparable between the threads of one process and nowhere else. */
  now(): Milliseconds;
  /** Wall time, for names and reports; never subtracted. */
  wall(): EpochMilliseconds;
  /** Resolves not earlier than `ms` from now; rejects with the signal's reason when it aborts. */
  sleep(ms: Milliseconds, signal?: AbortSignal): Promise<void>;
}

/** `performance.timeOrigin` differs by thread, so the monotonic zero is `process.hrtime`'s. */
export const systemClock: Clock = {
  now: () => Number(process.hrtime.bigint()) / 1e6,
  wall: () => Date.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const finish = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const timer = setTimeout(finish, Math.max(0, Math.ceil(ms)));
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  },
};
