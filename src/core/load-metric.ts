/** What a load emits beside its requests, in the four kinds that k6 has. */
export interface LoadMetric {
  /** `trend`: every value counts; `rate`: the share that is not 0; `counter`: the sum; `gauge`: the last one. */
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  /** Of a `trend` or `gauge`: `time` counts in milliseconds, `data` in bytes. */
  readonly contains: 'default' | 'time' | 'data';
}

const TIME: LoadMetric = { type: 'trend', contains: 'time' };
const COUNT: LoadMetric = { type: 'counter', contains: 'default' };
const BYTES: LoadMetric = { type: 'counter', contains: 'data' };
const SHARE: LoadMetric = { type: 'rate', contains: 'default' };
const LEVEL: LoadMetric = { type: 'gauge', contains: 'default' };

/** https://grafana.com/docs/k6/latest/using-k6/metrics/reference/ */
const BUILT_IN: Readonly<Record<string, LoadMetric>> = {
  checks: SHARE,
  data_received: BYTES,
  data_sent: BYTES,
  dropped_iterations: COUNT,
  group_duration: TIME,
  grpc_req_duration: TIME,
  http_req_blocked: TIME,
  http_req_connecting: TIME,
  http_req_duration: TIME,
  http_req_failed: SHARE,
  http_req_receiving: TIME,
  http_req_sending: TIME,
  http_req_tls_handshaking: TIME,
  http_req_waiting: TIME,
  http_reqs: COUNT,
  iteration_duration: TIME,
  iterations: COUNT,
  vus: LEVEL,
  vus_max: LEVEL,
  ws_connecting: TIME,
  ws_session_duration: TIME,
  ws_sessions: COUNT,
};

/** The names that k6 gives to its own metrics. */
export const BUILT_IN_METRICS: readonly string[] = Object.keys(BUILT_IN);

/** What is known of a metric before a script declares it. */
export function builtInMetric(name: string): LoadMetric | undefined {
  return Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
}
