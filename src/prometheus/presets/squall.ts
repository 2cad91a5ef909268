import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { optional, selector, sumBy, WINDOW, type Matchers, type Preset } from './preset.ts';

/** What `scenario run --metrics` exposes; the namespace is the scenario. See docs/prometheus.md. */
export const squall: Preset = {
  expressions: (query) => {
    const matchers = matchersOf(query);
    const name = query.kind === 'to' ? 'source' : 'destination';
    return {
      counts: sumBy(
        ['scenario', name, 'outcome'],
        `increase(${selector('squall_edge_requests_total', matchers)}[${WINDOW}])`,
      ),
      buckets: sumBy(
        ['le', 'scenario', name],
        `rate(${selector('squall_edge_request_duration_seconds_bucket', matchers)}[${WINDOW}])`,
      ),
      unit: 1000,
      namespace: 'scenario',
      name,
    };
  },
  succeeded: ({ outcome }) => outcome === 'success',
};

function matchersOf(query: TrafficQuery): Matchers {
  if (query.kind === 'received') return [];
  const end: Matchers =
    query.kind === 'from' ? [['source', '=', query.client]] : [['destination', '=', query.service]];
  return [...end, ...optional('scenario', query.endNamespace)];
}
