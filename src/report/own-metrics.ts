import type { LoadResult, MetricSummary } from '../core/result.gen.ts';
import { trimNumber } from '../core/units/quantity.ts';
import { formatBytes, formatMeasured, formatShare } from './figures.ts';

/** As an expectation names it: `checkout.http_req_waiting{name=cart}`. */
export function metricName(load: string, { metric, tags }: Pick<MetricSummary, 'metric' | 'tags'>): string {
  const written = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return `${load}.${metric}${written.length === 0 ? '' : `{${written.join(', ')}}`}`;
}

/** A figure of a metric in its unit; a dash where there is none, or none that means anything. */
export function formatFigure(
  metric: MetricSummary,
  figure: 'value' | 'mean' | 'p50' | 'p95' | 'max',
): string {
  const value = metric[figure];
  const isMeaningful = figure === 'value' || metric.type === 'trend';
  if (value === null || !isMeaningful) return '–';
  if (metric.type === 'rate') return formatShare(value);
  if (metric.contains === 'time') return formatMeasured(value);
  return metric.contains === 'data' ? formatBytes(Math.round(value)) : trimNumber(value, 3);
}

/** A line for each threshold and each check of a load's script. */
export function scriptLines({ thresholds = [], checks = [] }: LoadResult): string[] {
  return [
    ...thresholds.map(({ metric, text, ok }) => `threshold ${metric} ${text}: ${ok ? 'held' : 'crossed'}`),
    ...checks.map(({ name, passes, fails }) => `check ${name}: ${passes} of ${passes + fails} passed`),
  ];
}
