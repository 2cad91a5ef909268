import { AggregatorRegistry } from 'prom-client';
import { METRICS, type MetricDescription, type MetricType, type Reading } from './catalogue.ts';

/** `text` is the classic format, the only one that the textfile collector reads. */
export type ExpositionFormat = 'openmetrics' | 'text';

export const CONTENT_TYPES: Readonly<
  Record<
    ExpositionFormat,
    'application/openmetrics-text; version=1.0.0; charset=utf-8' | 'text/plain; version=0.0.4; charset=utf-8'
  >
> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
};

/**
 * The readings as a scrape or a file holds them, without timestamps. What prom-client counts itself is not used: our counts exist
 * already, and its entrance for those of other processes takes them as they are.
 */
export async function renderReadings(
  readings: readonly Reading[],
  format: ExpositionFormat,
): Promise<string> {
  const byMetric = new Map<string, Reading[]>();
  for (const reading of readings) {
    const known = byMetric.get(reading.metric);
    if (known === undefined) byMetric.set(reading.metric, [reading]);
    else known.push(reading);
  }
  const families = Object.entries<MetricDescription>(METRICS).flatMap(([metric, { type, help }]) => {
    const own = byMetric.get(metric);
    if (own === undefined) return [];
    const name = familyName(metric, type, format);
    return [{ name, help, type, aggregator: 'first', values: own.map((reading) => valueOf(name, reading)) }];
  });
  const registry = AggregatorRegistry.aggregate<(typeof CONTENT_TYPES)[ExpositionFormat]>([families]);
  registry.setContentType(CONTENT_TYPES[format]);
  return await registry.metrics();
}

/** prom-client puts the suffix of counters back in OpenMetrics, where the family has none, and only there. */
function familyName(metric: string, type: MetricType, format: ExpositionFormat): string {
  return type === 'counter' && format === 'openmetrics' ? metric.replace(/_total$/, '') : metric;
}

function valueOf(name: string, { labels, value, part }: Reading): object {
  return part === undefined ? { labels, value } : { labels, value, metricName: `${name}_${part}` };
}
