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

/** The largest delay of a timer; a longer one would fire at once. */
const LONGEST_DELAY: Milliseconds = 2 ** 31 - 1;

/** `performance.timeOrigin` differs by thread, so the monotonic zero is `process.hrtime`'s. */
export const systemClock: Clock = {
  now: () => Number(process.hrtime.bigint()) / 1e6,
  wall: () => Date.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    const end = systemClock.now() + ms;
    await new Promise<void>((resolve, reject) => {
      const setTimer = (left: Milliseconds): NodeJS.Timeout =>
        setTimeout(wake, Math.min(LONGEST_DELAY, Math.max(0, Math.ceil(left))));
      const wake = (): void => {
        const left = end - systemClock.now();
        // A timer can fire almost a millisecond early.
        if (left > 0) {
          timer = setTimer(left);
          return;
        }
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      let timer = setTimer(ms);
      signal?.addEventListener('abort', abort, { once: true });
    });
  },
};
