import type { Clock, Milliseconds } from '../../core/clock.ts';

/** How far a stream has come, for those who wait until it is past a time. */
export class Watermark {
  readonly #clock: Clock;
  readonly #over = new AbortController();
  readonly #waiting = new Map<() => void, Milliseconds>();
  #at: Milliseconds = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  rise(to: Milliseconds): void {
    this.#at = Math.max(this.#at, to);
    for (const [tell, at] of this.#waiting) if (at <= this.#at) tell();
  }

  /** Nothing more will come. */
  end(): void {
    this.#over.abort();
    for (const tell of this.#waiting.keys()) tell();
  }

  /** Resolves when the stream has come to `at`, has ended, or the clock shows `atLatest`. */
  async reach(at: Milliseconds, atLatest: Milliseconds): Promise<void> {
    if (this.#at >= at || this.#over.signal.aborted) return;
    const reached = new AbortController();
    const late = this.#clock.sleep(Math.max(0, atLatest - this.#clock.now()), reached.signal).catch(() => {});
    let tell = (): void => {};
    await Promise.race([new Promise<void>((resolve) => this.#waiting.set((tell = resolve), at)), late]);
    this.#waiting.delete(tell);
    reached.abort();
  }
}
