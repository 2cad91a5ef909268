import { isSuccess } from '../../load/policy.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { optional, selector, sumBy, WINDOW, type Matchers, type Preset } from './preset.ts';

/** Series that no preset knows: a counter of requests and a histogram of their durations, as the client saw them. */
export interface CustomSeries {
  /** The counter, as `http_client_requests_total`. */
  readonly requests: string;
  /** The histogram, without `_bucket`. */
  readonly duration: string;
  readonly unit: 's' | 'ms';
  /** Labels of both. */
  readonly source: string;
  readonly destination: string;
  /** A label of the counter: an HTTP status, where 0 and nothing are no answer. */
  readonly status: string;
}

export function customPreset(series: CustomSeries): Preset {
  return {
    expressions: (query) => {
      const name = query.kind === 'to' ? series.source : series.destination;
      const matchers = matchersOf(series, query);
      return {
        counts: sumBy([name, series.status], `increase(${selector(series.requests, matchers)}[${WINDOW}])`),
        buckets: sumBy(['le', name], `rate(${selector(`${series.duration}_bucket`, matchers)}[${WINDOW}])`),
        unit: series.unit === 's' ? 1000 : 1,
        name,
      };
    },
    succeeded: (labels, policy) => isSuccess(policy, Number(labels[series.status] ?? 0)),
  };
}

function matchersOf({ source, destination }: CustomSeries, query: TrafficQuery): Matchers {
  return [
    ...optional(source, query.kind === 'from' ? query.client : undefined),
    ...optional(destination, query.kind === 'to' ? query.service : undefined),
  ];
}
