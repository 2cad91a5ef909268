import type { Milliseconds } from '../../core/clock.ts';
import type { Collector } from '../../engine/collector.ts';
import { rankOf } from '../../metrics/histogram.ts';
import type { TimeRange } from '../../metrics/timeline.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { EdgeTraffic } from '../../traffic/edge-traffic.ts';
import type { Reading } from './catalogue.ts';

const QUANTILES: readonly number[] = [0.5, 0.95, 0.99];

/** What each service was asked in the windows of the steps, those under way as far as they have come: what `scenario stat` shows. */
export class StepTraffic {
  readonly #plan: Plan;
  readonly #collector: Collector;
  /** Of steps that are judged, and do not change any more. */
  readonly #settled = new Map<string, readonly Reading[]>();

  constructor(plan: Plan, collector: Collector) {
    this.#plan = plan;
    this.#collector = collector;
  }

  /** `now` is from the run's start. */
  readings(now: Milliseconds, isOver: (step: string) => boolean): Reading[] {
    return this.#plan.steps.flatMap((step) => {
      const settled = this.#settled.get(step.name);
      if (settled !== undefined) return settled;
      const range = this.#windowUntil(step, now);
      if (range === undefined) return [];
      const readings = this.#collector
        .traffic(range)
        .flatMap((traffic) => trafficReadings(step.name, traffic));
      if (isOver(step.name)) this.#settled.set(step.name, readings);
      return readings;
    });
  }

  /** As much of the window as is over in whole blocks. */
  #windowUntil({ name, windowStart: from, end }: PlannedStep, now: Milliseconds): TimeRange | undefined {
    const { blocks, steps } = this.#collector.timeline;
    const last = blocks.findLast(
      (block) => steps[block.step]?.name === name && block.to <= Math.min(now, end),
    );
    return last === undefined || last.to <= from ? undefined : { from, to: last.to };
  }
}

function trafficReadings(step: string, { edge, from, to, seconds, cell }: EdgeTraffic): Reading[] {
  if (cell.n === 0) return [];
  const labels = { step, edge, source: from, destination: to };
  const metric = 'squall_step_request_duration_seconds';
  const sum = (cell.answered.sum + cell.unanswered.sum) / 1000;
  return [
    { metric: 'squall_step_success_ratio', labels, value: cell.ok / cell.n },
    { metric: 'squall_step_requests_per_second', labels, value: cell.n / seconds },
    ...QUANTILES.map((q): Reading => ({
      metric,
      labels: { ...labels, quantile: String(q) },
      value: cell.valueAtRank(rankOf(q, cell.n)) / 1000,
    })),
    { metric, part: 'sum', labels, value: sum },
    { metric, part: 'count', labels, value: cell.n },
  ];
}
