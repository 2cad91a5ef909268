import type { Milliseconds } from '../core/clock.ts';
import { builtInMetric, type LoadMetric } from '../core/load-metric.ts';
import type { MetricInfo, MetricValues, WantedMetric } from '../load/load.ts';
import type { Timeline } from '../metrics/timeline.ts';
import { ValueSeries } from '../metrics/value-series.ts';
import { seriesKey } from './wanted-metrics.ts';

/** The metrics that one load emits itself: the values of those that are wanted, the names of all. */
export class ValueLog {
  readonly wanted: readonly WantedMetric[];
  readonly #epoch: Milliseconds;
  readonly #series: readonly ValueSeries[];
  readonly #byKey: ReadonlyMap<string, ValueSeries>;
  readonly #declared = new Map<string, LoadMetric>();

  constructor(wanted: readonly WantedMetric[], timeline: Timeline, epoch: Milliseconds) {
    this.wanted = wanted;
    this.#epoch = epoch;
    this.#series = wanted.map(() => new ValueSeries(timeline));
    this.#byKey = new Map(
      wanted.map(({ tags, metric }, index) => [seriesKey(tags, metric), this.#series[index]!]),
    );
  }

  /** The names of all metrics that the load has emitted so far. */
  get emitted(): readonly string[] {
    return [...this.#declared.keys()];
  }

  add({ wanted, at, end, value }: MetricValues): void {
    const series = this.#series[wanted];
    if (series === undefined) throw new Error(`no metric was wanted under ${wanted}`);
    for (let index = 0; index < value.length; index += 1) {
      series.add({ at: at[index]! - this.#epoch, end: end[index]! - this.#epoch, value: value[index]! });
    }
  }

  declare({ name, type, contains }: MetricInfo): void {
    this.#declared.set(name, { type, contains });
  }

  /** What a metric is: as it was declared, or as k6 always has it; undefined while nobody knows. */
  kindOf(metric: string): LoadMetric | undefined {
    return this.#declared.get(metric) ?? builtInMetric(metric);
  }

  hasEmitted(metric: string): boolean {
    return this.#declared.has(metric);
  }

  /** Undefined where nobody wanted it. */
  series(metric: string, tags: Readonly<Record<string, string>>): ValueSeries | undefined {
    return this.#byKey.get(seriesKey(tags, metric));
  }
}
