import type { Milliseconds } from '../core/clock.ts';
import type { LiveFigures } from '../core/events.ts';
import { Cell } from '../metrics/cell.ts';
import type { Observation } from '../metrics/observation.ts';

const SLOT: Milliseconds = 100;
/** What ended so lately may not have been told yet: loads report in batches, at least four times a second. */
const UNTOLD: Milliseconds = 250;
/** Two seconds. */
const SLOTS = 20;

/** What ended in one slot of the run's time. */
interface Slot {
  /** Since the run's start. */
  readonly index: number;
  readonly ended: Cell;
}

/** What ended in the last two seconds, for the eye and never for a verdict: a ring of slots, bounded whatever the traffic. */
export class LiveWindow {
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SLOTS });
  #open = 0;
  /** When the last of what was told ended. */
  #latest: Milliseconds = 0;

  add(observation: Observation): void {
    const index = Math.floor(observation.end / SLOT);
    if (index < 0) return;
    this.#latest = Math.max(this.#latest, observation.end);
    let slot = this.#slots[index % SLOTS];
    if (slot === undefined || slot.index < index) {
      slot = { index, ended: new Cell() };
      this.#slots[index % SLOTS] = slot;
    }
    if (slot.index === index) slot.ended.add(observation);
  }

  setOpen(count: number): void {
    this.#open = count;
  }

  figures(subject: string, now: Milliseconds): LiveFigures {
    const until = Math.min(now, Math.max(this.#latest, now - UNTOLD));
    const first = Math.max(0, Math.floor(until / SLOT) - SLOTS + 1);
    const ended = new Cell();
    for (const slot of this.#slots) {
      if (slot !== undefined && slot.index >= first) ended.merge(slot.ended);
    }
    const lasted = Math.max(SLOT, until - first * SLOT);
    return {
      subject,
      rps: ended.n / (lasted / 1000),
      open: this.#open,
      ...(ended.n > 0 && { success: ended.ok / ended.n }),
      ...(ended.answered.count > 0 && { p95: ended.answered.quantile(0.95) }),
    };
  }
}
