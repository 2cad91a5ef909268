export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

export interface MetricDescription {
  readonly type: MetricType;
  /** One sentence without its full stop, with the unit where the name has none. */
  readonly help: string;
}

/** Everything that is exposed, in the order in which it is. docs/prometheus.md has a row for each; a test compares them. */
export const METRICS = {
  squall_build_info: { type: 'gauge', help: 'The release of squall, always 1' },
  squall_run_info: { type: 'gauge', help: 'A run of a scenario, always 1' },
  squall_run_verdict: { type: 'gauge', help: 'The verdict of the run: 1 for what it is, 0 for the others' },
  squall_service_info: { type: 'gauge', help: 'A service of the scenario, always 1' },
  squall_step_active: { type: 'gauge', help: 'Whether the step is under way, 1 or 0' },
  squall_step_start_time_seconds: { type: 'gauge', help: 'When the step began, in Unix time' },
  squall_step_verdict: { type: 'gauge', help: 'The verdict of the step: 1 for what it is, 0 for the others' },
  squall_expectation_verdict: {
    type: 'gauge',
    help: 'The verdict of the expectation: 1 for what it is, 0 for the others',
  },
  squall_step_success_ratio: {
    type: 'gauge',
    help: 'Share of the requests due in the window of the step that succeeded, between 0 and 1',
  },
  squall_step_requests_per_second: {
    type: 'gauge',
    help: 'Requests due in the window of the step, for each second of it',
  },
  squall_step_request_duration_seconds: {
    type: 'summary',
    help: 'How long the requests due in the window of the step took; those without an answer took for ever',
  },
  squall_edge_requests_total: { type: 'counter', help: 'Requests that have ended on the edge, by outcome' },
  squall_edge_responses_total: {
    type: 'counter',
    help: 'Requests that have ended on the edge, by status; code 0 is no answer',
  },
  squall_edge_request_duration_seconds: {
    type: 'histogram',
    help: 'From the first byte of the request to the last of the answer; those without an answer are in no bucket but the last',
  },
  squall_edge_first_byte_seconds: {
    type: 'histogram',
    help: 'From the first byte of the request to the first of the answer',
  },
  squall_edge_open_requests: { type: 'gauge', help: 'Requests on the edge that have not ended' },
  squall_edge_connections_total: { type: 'counter', help: 'Connections that clients of the edge have begun' },
  squall_edge_open_connections: { type: 'gauge', help: 'Connections of clients of the edge that are open' },
  squall_edge_resets_total: {
    type: 'counter',
    help: 'Connections on the edge that were reset, by who did it',
  },
  squall_edge_bytes_total: {
    type: 'counter',
    help: 'Bytes that came from clients of the edge (up) and that they were handed (down)',
  },
  squall_edge_unread_total: {
    type: 'counter',
    help: 'Connections on the edge that could not be read as requests, by reason',
  },
  squall_edge_impaired: { type: 'gauge', help: 'Whether this impairment of the edge is in force, 1 or 0' },
  squall_edge_impairment_delay_seconds: { type: 'gauge', help: 'Delay in force on the edge, one way' },
  squall_edge_impairment_jitter_seconds: { type: 'gauge', help: 'Jitter in force on the edge, one way' },
  squall_edge_impairment_loss_ratio: { type: 'gauge', help: 'Mean loss in force on the edge' },
  squall_edge_impairment_duplicate_ratio: { type: 'gauge', help: 'Duplication in force on the edge' },
  squall_edge_impairment_corrupt_ratio: { type: 'gauge', help: 'Corruption in force on the edge' },
  squall_edge_impairment_reorder_ratio: { type: 'gauge', help: 'Reordering in force on the edge' },
  squall_edge_impairment_rate_bytes_per_second: {
    type: 'gauge',
    help: 'Rate in force on the edge; 0 is no limit',
  },
  squall_edge_impairment_partition: { type: 'gauge', help: 'Whether nothing passes the edge, 1 or 0' },
  squall_edge_impairment_connection: {
    type: 'gauge',
    help: 'Whether connections on the edge are impaired in this way, 1 or 0',
  },
  squall_load_requests_total: { type: 'counter', help: 'Requests of the load that have ended, by outcome' },
  squall_load_responses_total: {
    type: 'counter',
    help: 'Requests of the load that have ended, by status; code 0 is no answer',
  },
  squall_load_request_duration_seconds: {
    type: 'histogram',
    help: 'From when the request was due to its end; those without an answer are in no bucket but the last',
  },
  squall_load_lag_seconds: { type: 'histogram', help: 'How much later than due the load sent' },
  squall_load_dropped_total: { type: 'counter', help: 'Requests that were due and could not be sent' },
  squall_load_open_requests: { type: 'gauge', help: 'Requests of the load that have not ended' },
} as const;

export type MetricName = keyof typeof METRICS;

export type Labels = Readonly<Record<string, string>>;

/** One value of a metric, as it is now. */
export interface Reading {
  readonly metric: MetricName;
  readonly labels: Labels;
  readonly value: number;
  /** Of a histogram or a summary: what it is, when it is not a quantile. */
  readonly part?: 'bucket' | 'sum' | 'count';
}
