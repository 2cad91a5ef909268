import type { Clock, Milliseconds } from '../../src/core/clock.ts';

interface Sleeper {
  readonly until: Milliseconds;
  readonly wake: () => void;
}

/** A clock whose hands the test turns. */
export class ManualClock implements Clock {
  #now: Milliseconds = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): Milliseconds {
    return this.#now;
  }

  wall(): Milliseconds {
    return this.#now;
  }

  async sleep(ms: Milliseconds, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { until: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Nobody who sleeps has been forgotten. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  advance(ms: Milliseconds): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
