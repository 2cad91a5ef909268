import type { Clock, Milliseconds } from '../core/clock.ts';

interface Waiting {
  readonly at: Milliseconds;
  readonly tell: () => void;
}

/** How far a stream has come, for those who wait until it is past a time. */
export class Watermark {
  readonly #clock: Clock;
  readonly #over = new AbortController();
  readonly #waiting = new Set<Waiting>();
  #at: Milliseconds = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  rise(to: Milliseconds): void {
    this.#at = Math.max(this.#at, to);
    for (const { at, tell } of this.#waiting) if (at <= this.#at) tell();
  }

  /** Nothing more will come. */
  end(): void {
    this.#over.abort();
    for (const { tell } of this.#waiting) tell();
  }

  /** Resolves when the stream has come to `at`, has ended, or the clock shows `atLatest`. */
  async reach(at: Milliseconds, atLatest: Milliseconds): Promise<void> {
    if (this.#at >= at || this.#over.signal.aborted) return;
    const reached = new AbortController();
    await new Promise<void>((resolve) => {
      const waiting: Waiting = { at, tell: resolve };
      this.#waiting.add(waiting);
      const late = this.#clock.sleep(Math.max(0, atLatest - this.#clock.now()), reached.signal);
      late.then(resolve, () => this.#waiting.delete(waiting));
    });
    reached.abort();
  }
}
