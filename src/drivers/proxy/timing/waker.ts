import type { Clock, Milliseconds } from '../../../core/clock.ts';

/** Calls back once at or after a time. Early and needless calls are allowed: the scheduler looks at the clock. */
export interface Waker {
  /** Replaces what was asked before. */
  wakeAt(due: Milliseconds): void;
  close(): void;
}

/** The event loop's own timer: whole milliseconds, so up to 1 ms late; good enough until the timer thread runs. */
export class LoopWaker implements Waker {
  readonly #clock: Clock;
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  wakeAt(due: Milliseconds): void {
    clearTimeout(this.#timer);
    // Longer waits than 2^31 ms overflow to 1 ms; the scheduler asks again when woken too early.
    const wait = Math.min(Math.max(0, Math.ceil(due - this.#clock.now())), 2_147_483_647);
    this.#timer = setTimeout(this.#wake, wait);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
