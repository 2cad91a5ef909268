import type { MetricSummary, RoundTrips } from '../core/result.gen.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import type { ValueWindow } from '../metrics/value-series.ts';
import { everySample } from '../metrics/window-data.ts';
import type { ValueLog } from './value-log.ts';

/** Every wanted metric of a load that has been emitted, in a stretch of time or over its whole run. */
export function summarizeMetrics(values: ValueLog, range?: TimeRange): MetricSummary[] {
  return values.wanted.flatMap(({ metric, tags }) => {
    const kind = values.kindOf(metric);
    const series = values.series(metric, tags);
    if (kind === undefined || series === undefined || !values.hasEmitted(metric)) return [];
    const window = range === undefined ? series.whole() : series.window(range);
    const { answered, n } = everySample(window);
    const figure = (value: number): number | null => (n === 0 ? null : value);
    return [
      {
        metric,
        tags: { ...tags },
        ...kind,
        n,
        value: valueOf(kind.type, window),
        mean: figure(answered.sum / n),
        p50: figure(answered.quantile(0.5)),
        p95: figure(answered.quantile(0.95)),
        max: figure(answered.max),
      },
    ];
  });
}

function valueOf(type: MetricSummary['type'], window: ValueWindow): number | null {
  const { ok, n, answered } = everySample(window);
  switch (type) {
    case 'counter':
      return answered.sum;
    case 'gauge':
      return window.last ?? null;
    case 'rate':
      return n === 0 ? null : ok / n;
    case 'trend':
  }
  return null;
}

/**
 * What a round trip should have cost each request of k6, and what it seems to have: one for the request itself, and
 * one each for its TCP and its TLS handshake where it opened a connection, as values of `http_req_connecting` and
 * `http_req_tls_handshaking` above 0 tell. Undefined without a delay to count in.
 */
export function countRoundTrips(
  values: ValueLog,
  range: TimeRange,
  { rtt, mean }: { readonly rtt: number; readonly mean: number },
): RoundTrips | undefined {
  const opened = (metric: string): number => {
    const window = values.series(metric, {})?.window(range);
    return window === undefined ? 0 : everySample(window).ok;
  };
  const requests = values.series('http_req_duration', {})?.window(range);
  const n = requests === undefined ? 0 : everySample(requests).n;
  if (n === 0 || rtt <= 0) return undefined;
  const connections = opened('http_req_connecting');
  const handshakes = opened('http_req_tls_handshaking');
  const predicted = 1 + (connections + handshakes) / n;
  const observed = mean / rtt;
  const tls = handshakes > 0 ? `, ${handshakes} TLS handshakes` : '';
  const text =
    `${n} requests opened ${connections} connections${tls}: ${predicted.toFixed(2)} round trips of ` +
    `${formatDuration(rtt)} each predict ${formatDuration(predicted * rtt)} and the service's own time; ` +
    `observed ${formatDuration(mean)} on average, which is ${observed.toFixed(2)} round trips`;
  return { rtt, predicted, observed, text };
}
