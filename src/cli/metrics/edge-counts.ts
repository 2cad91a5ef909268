import type { EdgeSample } from '../../drivers/driver.ts';
import type { Observation } from '../../metrics/observation.ts';
import type { PlannedEdge } from '../../plan/plan.ts';
import type { Labels, Reading } from './catalogue.ts';
import { DurationCounts } from './duration-counts.ts';
import { OutcomeCounts } from './outcome-counts.ts';

/** What one service was asked over one edge since the run began. */
export class EdgeCounts {
  readonly #labels: Labels;
  readonly #outcomes = new OutcomeCounts();
  readonly #durations = new DurationCounts();
  readonly #firstBytes = new DurationCounts();

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  add(sample: EdgeSample, observation: Observation): void {
    const { status, grpcStatus, firstByte, latency } = sample;
    this.#outcomes.add(observation.ok, status, grpcStatus);
    if (!observation.answered) {
      this.#durations.addUnanswered(latency);
      return;
    }
    this.#durations.add(latency);
    this.#firstBytes.add(firstByte);
  }

  readings(): Reading[] {
    return [
      ...this.#outcomes.readings('edge', this.#labels),
      ...this.#durations.readings('squall_edge_request_duration_seconds', this.#labels),
      ...this.#firstBytes.readings('squall_edge_first_byte_seconds', this.#labels),
    ];
  }
}

/** The services that an edge leads to, each once. */
export function destinationsOf({ to }: PlannedEdge): string[] {
  return [...new Set(to.map(({ service }) => service))];
}
