/** Whose requests: what a service is asked by all, by one client, or what it asks of one dependency. */
export type TrafficSide = 'inbound' | 'client' | 'dependency';

const SELECTORS: Readonly<Record<TrafficSide, string>> = {
  inbound: 'scenario="$scenario",destination="$service"',
  client: 'scenario="$scenario",source="$client",destination="$service"',
  dependency: 'scenario="$scenario",source="$service",destination="$dependency"',
};

const REQUESTS = 'squall_edge_requests_total';

/** Between 0 and 1; no point where nothing was asked. */
export function successQuery(side: TrafficSide, range: '$__rate_interval' | '$__range'): string {
  const of = SELECTORS[side];
  return `sum(increase(${REQUESTS}{${of},outcome="success"}[${range}])) / sum(increase(${REQUESTS}{${of}}[${range}]))`;
}

/** Per second. */
export function rateQuery(side: TrafficSide): string {
  return `sum(rate(${REQUESTS}{${SELECTORS[side]}}[$__rate_interval]))`;
}

/** Seconds. */
export function latencyQuery(side: TrafficSide, quantile: string): string {
  const buckets = `squall_edge_request_duration_seconds_bucket{${SELECTORS[side]}}`;
  return `histogram_quantile(${quantile}, sum by (le) (rate(${buckets}[$__rate_interval])))`;
}

/** How many ask the service. */
export const CLIENT_COUNT: string = `count(count by (source) (${REQUESTS}{${SELECTORS.inbound}}))`;

/** How many it asks. */
export const DEPENDENCY_COUNT: string = `count(count by (destination) (${REQUESTS}{scenario="$scenario",source="$service"})) or vector(0)`;
