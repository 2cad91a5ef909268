import { appendFileSync } from 'node:fs';
import { fileReason } from '../core/file-reason.ts';
import type { Clock, Milliseconds } from '../core/clock.ts';
import type { EventListener, RunEvent, StampedEvent } from '../core/events.ts';
import type { Masker } from '../core/mask.ts';
import { mapStrings } from '../core/map-strings.ts';

/**
 * Stamps events, writes them to `events.jsonl` with secrets masked, and passes them to the listeners. A file that cannot
 * be written any more, as on a full disk, costs events and never the undo: `lost` says why.
 */
export class Emitter {
  #lost: string | undefined;
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

  /** Why events are missing from the file; undefined while none is. */
  get lost(): string | undefined {
    return this.#lost;
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
    const masked = mapStrings(stamped, this.#mask);
    this.#write(`${JSON.stringify(masked)}\n`);
    for (const listener of this.#listeners) listener(masked);
  }

  #write(line: string): void {
    try {
      appendFileSync(this.#file, line, { mode: 0o600 });
    } catch (error) {
      this.#lost ??= fileReason(error);
    }
  }
}
