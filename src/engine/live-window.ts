import type { Milliseconds } from '../core/clock.ts';
import type { LiveFigures } from '../core/events.ts';
import type { Observation } from '../metrics/observation.ts';

const WINDOW: Milliseconds = 2_000;

/** What ended in the last two seconds: for the eye, never for a verdict. */
export class LiveWindow {
  #recent: Observation[] = [];
  #open = 0;

  add(observation: Observation): void {
    this.#recent.push(observation);
  }

  setOpen(count: number): void {
    this.#open = count;
  }

  figures(subject: string, now: Milliseconds): LiveFigures {
    this.#recent = this.#recent.filter((observation) => observation.end > now - WINDOW);
    const n = this.#recent.length;
    const latencies = this.#recent
      .filter((observation) => observation.answered)
      .map((observation) => observation.end - observation.due)
      .sort((a, b) => a - b);
    const p95 = latencies[Math.ceil(0.95 * latencies.length) - 1];
    return {
      subject,
      rps: n / (WINDOW / 1000),
      open: this.#open,
      ...(n > 0 && { success: this.#recent.filter((observation) => observation.ok).length / n }),
      ...(p95 !== undefined && { p95 }),
    };
  }
}
