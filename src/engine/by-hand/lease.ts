import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';

/** Unless the person says how long. */
export const DEFAULT_LEASE: Milliseconds = 10 * 60_000;
/** What somebody forgets must not last for ever. */
export const LONGEST_LEASE: Milliseconds = 24 * 3_600_000;

/** Time that runs out, and can be given anew. */
export class Lease {
  readonly #clock: Clock;
  #end: Milliseconds;
  #renewed = new AbortController();

  constructor(length: Milliseconds, clock: Clock) {
    this.#clock = clock;
    this.#end = clock.now() + length;
  }

  /** In whole milliseconds, 0 when it is over. */
  get left(): Milliseconds {
    return Math.max(0, Math.ceil(this.#end - this.#clock.now()));
  }

  renew(length: Milliseconds): void {
    this.#end = this.#clock.now() + length;
    this.#renewed.abort();
    this.#renewed = new AbortController();
  }

  /** Resolves when the time is over, or when the signal aborts. */
  async over(signal: AbortSignal): Promise<void> {
    while (this.left > 0 && !signal.aborted) {
      const either = AbortSignal.any([signal, this.#renewed.signal]);
      await this.#clock.sleep(this.left, either).catch(() => {});
    }
  }
}

/** For who asks for a change at the last moment. */
export function leaseOver(target: string): SquallError {
  return new SquallError('lease-over', `the impairment of \`${target}\` has just ended`, {
    hint: 'ask again',
    exitCode: EXIT_CODES.environment,
  });
}
