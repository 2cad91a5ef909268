import type { LoadMetric } from '../core/load-metric.ts';
import { Cell } from '../metrics/cell.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import type { ValueWindow } from '../metrics/value-series.ts';
import { everySample, type WindowData } from '../metrics/window-data.ts';
import type { Absence } from '../slo/evidence.ts';
import type { Metric } from '../slo/grammar.ts';
import type { Collector } from './collector.ts';
import { tagsOf } from './wanted-metrics.ts';

/** What a metric of the load's own came to in a stretch of time, as the figure that is asked of it needs it. */
export function ownWindow(collector: Collector, metric: Metric, range: TimeRange): WindowData {
  const { subject, own = '', fn, tags } = metric;
  const values = collector.valuesOf(subject);
  const windowOf = (name: string): ValueWindow => {
    const series = values.series(name, tagsOf(tags));
    if (series === undefined) throw new Error(`no series for ${subject}.${name}`);
    return series.window(range);
  };
  const window = windowOf(own);
  if (own === 'dropped_iterations' && fn.kind === 'share')
    return droppedShare(window, windowOf('iterations'));
  const type = values.kindOf(own)?.type;
  if (type === 'gauge' && fn.kind === 'amount' && window.last !== undefined)
    return singleValue(window, window.last);
  // k6 tells what is counted, not that nothing was.
  if (type === 'counter' && everySample(window).n === 0) return singleValue(window, 0);
  return window;
}

/** Iterations that were to start and could not, among all that were to: k6 counts the others when they end. */
function droppedShare(dropped: ValueWindow, iterations: ValueWindow): WindowData {
  const inside = new Cell();
  const count = everySample(dropped).answered.sum;
  const started = new Histogram();
  started.record(0, count);
  inside.addGood(started);
  inside.addBad(everySample(iterations).answered.sum);
  return { ...dropped, inside, blocks: [], straddling: new Cell() };
}

function singleValue(window: ValueWindow, value: number): WindowData {
  const inside = new Cell();
  inside.addValue(value);
  return { ...window, inside, blocks: [], straddling: new Cell() };
}

const NOUNS: Readonly<Record<LoadMetric['type'], string>> = {
  counter: 'a counter, which has a sum per second (`/s`) or a plain number',
  gauge: 'a gauge, which has a plain number',
  rate: 'a rate, which has a share (`%`)',
  trend: 'a trend, of which `p95`, `mean` or `max` is a figure',
};

/** Why a metric of the load's own has no such figure: nothing was emitted, or it is of another kind. */
export function whyAbsent(collector: Collector, metric: Metric): Absence | undefined {
  const { subject, own = '', tags } = metric;
  const values = collector.valuesOf(subject);
  const kind = values.kindOf(own);
  if (kind === undefined || (!values.hasEmitted(own) && kind.type !== 'counter')) {
    const emitted = values.emitted.toSorted().join(', ');
    const there = emitted === '' ? 'emitted no metric at all' : `emitted: ${emitted}`;
    return { verdict: 'inconclusive', why: `\`${subject}\` never emitted \`${own}\`; it ${there}` };
  }
  if (!fits(metric, kind)) return { verdict: 'error', why: `\`${own}\` is ${NOUNS[kind.type]}` };
  const isTime = kind.contains === 'time';
  if (isOneOfValues(metric) && isTime !== (metric.unit === 'duration')) {
    const why = isTime
      ? `\`${own}\` holds durations: write a bound such as \`500ms\``
      : `\`${own}\` holds plain numbers: write a bound such as \`12\``;
    return { verdict: 'error', why };
  }
  const unusable = values.series(own, tagsOf(tags))?.unusable ?? 0;
  if (unusable === 0) return undefined;
  return { verdict: 'inconclusive', why: `${unusable} values of \`${own}\` are below 0, or no numbers` };
}

/** Whether the figure is one of the metric's values, in their own unit; the others are counts and shares. */
function isOneOfValues({ fn }: Metric): boolean {
  return fn.kind === 'percentile' || fn.kind === 'max' || fn.kind === 'mean';
}

function fits({ fn, own }: Metric, { type }: LoadMetric): boolean {
  switch (fn.kind) {
    case 'share':
      return type === 'rate' || own === 'dropped_iterations';
    case 'rate':
      return type === 'counter';
    case 'amount':
      return type === 'counter' || type === 'gauge';
    case 'percentile':
    case 'max':
    case 'mean':
      return type === 'trend' || (type === 'gauge' && fn.kind === 'max');
    case 'success':
    case 'errors':
    case 'rps':
    case 'recovery':
  }
  return false;
}
