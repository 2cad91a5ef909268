import type { Clock, Milliseconds } from '../core/clock.ts';
import type { CommandsResult } from '../core/result.gen.ts';

/** A link that varies for an hour changes thousands of times. */
const MOST_KEPT = 500;

interface Command {
  readonly at: Milliseconds;
  readonly command: string;
}

/** The commands by which the kernel was told to shape the links of a run, in their order; the first of them are kept. */
export class CommandLog {
  readonly #clock: Clock;
  readonly #kept: Command[] = [];
  #more = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One that has just been carried out. */
  add(command: string): void {
    if (this.#kept.length < MOST_KEPT) this.#kept.push({ at: this.#clock.now(), command });
    else this.#more += 1;
  }

  /** Undefined where there were none; `epoch` is the start of the first step, as far as the run came. */
  result(epoch: Milliseconds | undefined): CommandsResult | undefined {
    if (this.#kept.length === 0) return undefined;
    const begin = epoch ?? this.#clock.now();
    const kept = this.#kept.map(({ at, command }) => ({ at: Math.round(at - begin), command }));
    return { kept, more: this.#more };
  }
}
