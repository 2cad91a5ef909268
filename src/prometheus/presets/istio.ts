import { isSuccess } from '../../load/policy.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { optional, selector, sumBy, WINDOW, type Matchers, type Preset } from './preset.ts';

/**
 * Istio's standard metrics, as the client's proxy reports them: the server's would count each request a second time, and has not
 * seen those that never arrived. These have no destination workload, so a row is a destination service.
 */
export const istio: Preset = {
  expressions: (query) => {
    const { matchers, namespace, name } = sideOf(query);
    return {
      counts: sumBy(
        [namespace, name, 'response_code', 'grpc_response_status'],
        `increase(${selector('istio_requests_total', matchers)}[${WINDOW}])`,
      ),
      buckets: sumBy(
        ['le', namespace, name],
        `rate(${selector('istio_request_duration_milliseconds_bucket', matchers)}[${WINDOW}])`,
      ),
      unit: 1,
      namespace,
      name,
    };
  },
  // Code 0 is a connection that never gave an answer.
  succeeded: ({ response_code: code, grpc_response_status: grpc }, policy) =>
    isSuccess(policy, Number(code ?? 0), grpc === undefined || grpc === '' ? undefined : Number(grpc)),
};

const REPORTED: Matchers = [['reporter', '=', 'source']];

function sideOf(query: TrafficQuery): {
  readonly matchers: Matchers;
  readonly namespace: string;
  readonly name: string;
} {
  const services = { namespace: 'destination_service_namespace', name: 'destination_service_name' };
  switch (query.kind) {
    case 'received':
      return { matchers: REPORTED, ...services };
    case 'from':
      return {
        matchers: [
          ...REPORTED,
          ['source_workload', '=', query.client],
          ...optional('source_workload_namespace', query.endNamespace),
        ],
        ...services,
      };
    case 'to':
  }
  return {
    matchers: [
      ...REPORTED,
      ['destination_service_name', '=', query.service],
      ...optional('destination_service_namespace', query.endNamespace),
    ],
    namespace: 'source_workload_namespace',
    name: 'source_workload',
  };
}
