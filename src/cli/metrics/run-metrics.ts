import type { Clock } from '../../core/clock.ts';
import type { EventListener, VerdictName } from '../../core/events.ts';
import type { Masker } from '../../core/mask.ts';
import type { Collector } from '../../engine/collector.ts';
import type { Measuring } from '../../engine/context.ts';
import type { Plan, PlannedEdge, PlannedLoad } from '../../plan/plan.ts';
import type { Labels, Reading } from './catalogue.ts';
import { destinationsOf, EdgeCounts } from './edge-counts.ts';
import { LoadCounts } from './load-counts.ts';
import { progressReadings } from './progress-readings.ts';
import { RunProgress } from './run-progress.ts';
import { StepTraffic } from './step-readings.ts';
import { usageReadings } from './usage-readings.ts';

export interface RunMetricsOptions {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly mask: Masker;
}

/**
 * One run as metrics: its events and what it measures, each series with the scenario and the run. Every value is the collector's own or
 * counted from what the collector was told, so that a query and a report agree.
 */
export class RunMetrics {
  readonly #plan: Plan;
  readonly #clock: Clock;
  readonly #mask: Masker;
  readonly #progress: RunProgress;
  /** By edge, then by service. */
  readonly #edges: ReadonlyMap<string, ReadonlyMap<string, EdgeCounts>>;
  readonly #loads: ReadonlyMap<string, LoadCounts>;
  #measuring: Measuring | undefined;
  #steps: StepTraffic | undefined;

  constructor({ plan, clock, mask }: RunMetricsOptions) {
    this.#plan = plan;
    this.#clock = clock;
    this.#mask = mask;
    this.#progress = new RunProgress(plan);
    this.#edges = new Map(
      plan.edges.filter((edge) => edge.readable).map((edge) => [edge.name, countsOf(edge)]),
    );
    this.#loads = new Map(
      plan.loads.map((load) => [load.name, new LoadCounts({ load: load.name }, promisesDueTimes(load))]),
    );
  }

  readonly listener: EventListener = (stamped) => {
    this.#progress.tell(stamped);
  };

  /** From here on what is measured is counted. */
  readonly measure = (measuring: Measuring): void => {
    const { collector } = measuring;
    this.#measuring = measuring;
    this.#steps = new StepTraffic(this.#plan, collector);
    collector.watch((edge, sample, observation) => {
      this.#edges.get(edge.name)?.get(sample.service)?.add(sample, observation);
    });
    collector.watchLoads({
      sample: (load, sample, observation) => this.#loads.get(load)?.add(sample, observation),
      dropped: (load, due) => this.#loads.get(load)?.drop(due.length),
    });
  };

  conclude(verdict: VerdictName): void {
    this.#progress.verdict = verdict;
  }

  /** Brings what is measured up to now. */
  async refresh(): Promise<void> {
    await this.#measuring?.refresh();
  }

  readings(): Reading[] {
    const common = { scenario: this.#plan.scenario.name, run: this.#progress.run };
    const readings = [
      ...progressReadings(this.#plan, this.#progress),
      ...[...this.#edges.values()].flatMap((counts) =>
        [...counts.values()].flatMap((each) => each.readings()),
      ),
      ...[...this.#loads.values()].flatMap((counts) => counts.readings()),
      ...(this.#measuring === undefined ? [] : this.#measured(this.#measuring.collector)),
    ];
    return readings.map((reading) => ({
      ...reading,
      labels: this.#masked({ ...common, ...reading.labels }),
    }));
  }

  #measured(collector: Collector): Reading[] {
    const now = this.#clock.now();
    // What the kernel carries is not read while a window is open: each look would start processes.
    const seen = this.#plan.edges.filter(({ place }) => place.kind === 'listen');
    const steps = this.#steps?.readings(now - collector.epoch, (step) => this.#progress.isOver(step)) ?? [];
    const open = (subject: string): number => collector.figures(now, [subject])[0]?.open ?? 0;
    return [
      ...steps,
      ...seen.flatMap((edge): Reading[] => {
        const labels = { edge: edge.name, source: edge.from };
        const unread = [...(collector.unread.get(edge.name) ?? [])];
        return [
          ...usageReadings(collector.usage(edge.name).totals, labels),
          ...unread.map(([reason, value]): Reading => ({
            metric: 'squall_edge_unread_total',
            labels: { ...labels, reason },
            value,
          })),
          ...(edge.readable
            ? [{ metric: 'squall_edge_open_requests', labels, value: open(edge.name) } as const]
            : []),
        ];
      }),
      ...this.#plan.loads
        .filter((load) => promisesDueTimes(load))
        .map(({ name }): Reading => ({
          metric: 'squall_load_open_requests',
          labels: { load: name },
          value: open(name),
        })),
    ];
  }

  #masked(labels: Labels): Labels {
    return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, this.#mask(value)]));
  }
}

function countsOf(edge: PlannedEdge): ReadonlyMap<string, EdgeCounts> {
  return new Map(
    destinationsOf(edge).map((destination) => [
      destination,
      new EdgeCounts({ edge: edge.name, source: edge.from, destination }),
    ]),
  );
}

/** k6 and commands tell when they sent, not when they should have. */
function promisesDueTimes(load: PlannedLoad): boolean {
  return load.kind === 'arrivals' && load.engine === 'builtin';
}
