import type { Milliseconds } from '../core/clock.ts';
import { Cell } from './cell.ts';
import type { Observation } from './observation.ts';

/** What ended so lately may not have been told yet: loads report in batches, at least four times a second. */
const UNTOLD: Milliseconds = 250;

/** What ended in one slot of the run's time. */
interface Slot {
  /** Since the run's start. */
  readonly index: number;
  readonly ended: Cell;
}

/** The end of a run's time, as far as it is known. */
export interface Recent {
  /** What ended in it. */
  readonly ended: Cell;
  /** How long it is: shorter while the run is young. */
  readonly lasted: Milliseconds;
  /** Up to when everything has been told. */
  readonly until: Milliseconds;
}

/** What ended in the last moments of a run, whenever it was due: a ring of slots, bounded whatever the traffic. */
export class RecentWindow {
  readonly #slot: Milliseconds;
  readonly #slots: (Slot | undefined)[];
  /** When the last of what was told ended. */
  #latest: Milliseconds = 0;

  /** It looks back over `slots` slots of `slot` each. */
  constructor(slot: Milliseconds, slots: number) {
    this.#slot = slot;
    this.#slots = Array.from({ length: slots });
  }

  add(observation: Observation): void {
    const index = Math.floor(observation.end / this.#slot);
    if (index < 0) return;
    this.#latest = Math.max(this.#latest, observation.end);
    const place = index % this.#slots.length;
    let slot = this.#slots[place];
    if (slot === undefined || slot.index < index) {
      slot = { index, ended: new Cell() };
      this.#slots[place] = slot;
    }
    if (slot.index === index) slot.ended.add(observation);
  }

  /** @param now the time since the run's start. */
  upTo(now: Milliseconds): Recent {
    const until = Math.min(now, Math.max(this.#latest, now - UNTOLD));
    const first = Math.max(0, Math.floor(until / this.#slot) - this.#slots.length + 1);
    const ended = new Cell();
    for (const slot of this.#slots) {
      if (slot !== undefined && slot.index >= first) ended.merge(slot.ended);
    }
    return { ended, until, lasted: Math.max(this.#slot, until - first * this.#slot) };
  }
}
