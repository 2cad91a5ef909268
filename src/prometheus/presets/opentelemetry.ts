import { isSuccess } from '../../load/policy.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { optional, selector, sumBy, WINDOW, type Labels, type Matchers, type Preset } from './preset.ts';

/**
 * The HTTP metrics of OpenTelemetry's semantic conventions, as exporters of Prometheus name them: with a suffix `_seconds`, or without. What a
 * service is asked is its server metric, what it asks its client metric. Whose they are is in `target_info`, or else the job.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
export const opentelemetry: Preset = {
  expressions: (query) => {
    const side = sideOf(query);
    const outcome = ['http_response_status_code', 'error_type'];
    return {
      counts: sumBy([...side.row, ...outcome], side.owned(`increase(${side.metric('count')}[${WINDOW}])`)),
      buckets: sumBy(['le', ...side.row], side.owned(`rate(${side.metric('bucket')}[${WINDOW}])`)),
      unit: 1000,
      ...(query.kind === 'received' && { instances: owned(measuredTargets(), []) }),
      ...(side.namespace !== undefined && { namespace: side.namespace }),
      name: side.name,
    };
  },
  succeeded: ({ http_response_status_code: code = '', error_type: error = '' }: Labels, policy) => {
    // A client that got no answer has no status: what remains is the kind of error.
    if (code === '') return error === '';
    return isSuccess(policy, Number(code));
  },
};

interface Side {
  metric(part: 'count' | 'bucket'): string;
  /** The expression with the labels of whose series they are. */
  owned(expression: string): string;
  readonly row: readonly string[];
  /** An address has none. */
  readonly namespace?: string;
  readonly name: string;
}

const OWNER = ['service_namespace', 'service_name'] as const;

/** `up` of targets that have such metrics or say whose they are: a Prometheus scrapes others too, itself first of all. */
function measuredTargets(): string {
  const counts = selector('', [['__name__', '=~', 'http_(client|server)_request_duration(_seconds)?_count']]);
  return `(up and on (job, instance) (last_over_time(${counts}[${WINDOW}]) or target_info))`;
}

function sideOf(query: TrafficQuery): Side {
  switch (query.kind) {
    case 'received':
      return {
        metric: (part) => histogram('server', part, []),
        owned: (expression) => owned(expression, []),
        row: OWNER,
        namespace: 'service_namespace',
        name: 'service_name',
      };
    case 'from': {
      const owner: Matchers = [
        ['service_name', '=', query.client],
        ...optional('service_namespace', query.endNamespace),
      ];
      return {
        metric: (part) => histogram('client', part, []),
        owned: (expression) => addressed(owned(expression, owner)),
        row: ['server_address'],
        name: 'server_address',
      };
    }
    case 'to':
  }
  return {
    metric: (part) => histogram('client', part, serverMatchers(query.service)),
    owned: (expression) => owned(expression, []),
    row: OWNER,
    namespace: 'service_namespace',
    name: 'service_name',
  };
}

function histogram(side: 'client' | 'server', part: 'count' | 'bucket', matchers: Matchers): string {
  return selector('', [['__name__', '=~', `http_${side}_request_duration(_seconds)?_${part}`], ...matchers]);
}

/** `voting:8080`, or `voting` at any port. */
function serverMatchers(service: string): Matchers {
  const [, host, port] = /^(.*):(\d+)$/.exec(service) ?? [];
  if (host === undefined || port === undefined) return [['server_address', '=', service]];
  return [
    ['server_address', '=', host],
    ['server_port', '=', port],
  ];
}

/** Who asked goes by an address: with its port, because one host may have several. */
function addressed(expression: string): string {
  return `label_replace(label_join(${expression}, "server_address", ":", "server_address", "server_port"), "server_address", "$1", "server_address", "(.*):")`;
}

/** By `target_info` of the same instance; what has none belongs to its job. */
function owned(expression: string, owner: Matchers): string {
  const target = `max by (job, instance, ${OWNER.join(', ')}) (${selector('target_info', owner)})`;
  const named = `${expression} * on (job, instance) group_left (${OWNER.join(', ')}) ${target}`;
  const job = owner.find(([label]) => label === 'service_name')?.[2];
  const rest = `label_replace(${expression} unless on (job, instance) target_info, "service_name", "$1", "job", "(.*)")`;
  const ofJob = job === undefined ? rest : `${rest} and on (job) ${selector('up', [['job', '=', job]])}`;
  return `((${named}) or (${ofJob}))`;
}
