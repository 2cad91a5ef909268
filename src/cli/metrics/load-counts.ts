import type { Observation } from '../../metrics/observation.ts';
import type { Sample } from '../../metrics/sample.ts';
import type { Labels, Reading } from './catalogue.ts';
import { DurationCounts } from './duration-counts.ts';
import { OutcomeCounts } from './outcome-counts.ts';

/** What one load has asked since the run began. */
export class LoadCounts {
  readonly #labels: Labels;
  readonly #outcomes = new OutcomeCounts();
  readonly #durations = new DurationCounts();
  readonly #lags: DurationCounts | undefined;
  #dropped = 0;

  /** Only a load that promises to send when due can lag. */
  constructor(labels: Labels, promisesDueTimes: boolean) {
    this.#labels = labels;
    this.#lags = promisesDueTimes ? new DurationCounts() : undefined;
  }

  add(sample: Sample, observation: Observation): void {
    this.#outcomes.add(sample.ok, sample.status);
    const duration = Math.max(0, sample.end - sample.due);
    if (observation.answered) this.#durations.add(duration);
    else this.#durations.addUnanswered(duration);
    this.#lags?.add(Math.max(0, sample.sent - sample.due));
  }

  drop(count: number): void {
    this.#dropped += count;
  }

  readings(): Reading[] {
    const labels = this.#labels;
    return [
      ...this.#outcomes.readings('load', labels),
      ...this.#durations.readings('squall_load_request_duration_seconds', labels),
      ...(this.#lags?.readings('squall_load_lag_seconds', labels) ?? []),
      ...(this.#lags === undefined
        ? []
        : [{ metric: 'squall_load_dropped_total', labels, value: this.#dropped } as const]),
    ];
  }
}
