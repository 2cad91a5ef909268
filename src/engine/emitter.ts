import { appendFileSync } from 'node:fs';
import type { Clock, Milliseconds } from '../core/clock.ts';
import type { EventListener, RunEvent, StampedEvent } from '../core/events.ts';
import type { Masker } from '../core/mask.ts';
import { maskStrings } from '../core/mask-strings.ts';

/** Stamps events, writes them to `events.jsonl` with secrets masked, and passes them to the listeners. */
export class Emitter {
  #epoch: Milliseconds | undefined;
  readonly #clock: Clock;
  readonly #file: string;
  readonly #mask: Masker;
  readonly #listeners: readonly EventListener[];

  constructor(options: {
    readonly clock: Clock;
    readonly file: string;
    readonly mask: Masker;
    readonly listeners: readonly EventListener[];
  }) {
    this.#clock = options.clock;
    this.#file = options.file;
    this.#mask = options.mask;
    this.#listeners = options.listeners;
  }

  /** From here on events carry their time from `epoch`. */
  startAt(epoch: Milliseconds): void {
    this.#epoch = epoch;
  }

  emit(event: RunEvent): void {
    const stamped: StampedEvent = {
      at: new Date(this.#clock.wall()).toISOString(),
      ...(this.#epoch !== undefined && { t: Math.round(this.#clock.now() - this.#epoch) }),
      event,
    };
    const masked = maskStrings(stamped, this.#mask);
    appendFileSync(this.#file, `${JSON.stringify(masked)}\n`, { mode: 0o600 });
    for (const listener of this.#listeners) listener(masked);
  }
}
