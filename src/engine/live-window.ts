import type { Milliseconds } from '../core/clock.ts';
import type { LiveFigures } from '../core/events.ts';
import type { Observation } from '../metrics/observation.ts';
import { RecentWindow } from '../metrics/recent-window.ts';

const SLOT: Milliseconds = 100;
/** Two seconds. */
const SLOTS = 20;

/** What ended in the last two seconds, for the eye and never for a verdict. */
export class LiveWindow {
  readonly #recent = new RecentWindow(SLOT, SLOTS);
  #open = 0;

  add(observation: Observation): void {
    this.#recent.add(observation);
  }

  setOpen(count: number): void {
    this.#open = count;
  }

  figures(subject: string, now: Milliseconds): LiveFigures {
    const { ended, lasted } = this.#recent.upTo(now);
    return {
      subject,
      rps: ended.n / (lasted / 1000),
      open: this.#open,
      ...(ended.n > 0 && { success: ended.ok / ended.n }),
      ...(ended.answered.count > 0 && { p95: ended.answered.quantile(0.95) }),
    };
  }
}
