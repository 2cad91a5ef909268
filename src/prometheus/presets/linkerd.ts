import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { optional, selector, sumBy, WINDOW, type Matchers, type Preset } from './preset.ts';

/**
 * Linkerd's proxy, and Conduit's. What a service is asked is counted by its own proxy (`inbound`), what somebody asks by the proxy of who
 * asks (`outbound`). The proxy classifies each response itself, and knows more than its status: a stream that broke is a failure.
 */
export const linkerd: Preset = {
  expressions: (query) => {
    const { matchers, namespace, name } = sideOf(query);
    return {
      counts: sumBy(
        [namespace, name, 'classification'],
        `increase(${selector('response_total', matchers)}[${WINDOW}])`,
      ),
      buckets: sumBy(
        ['le', namespace, name],
        `rate(${selector('response_latency_ms_bucket', matchers)}[${WINDOW}])`,
      ),
      unit: 1,
      ...(query.kind === 'received' && { instances: selector('up', [['deployment', '!=', '']]) }),
      namespace,
      name,
    };
  },
  succeeded: ({ classification }) => classification === 'success',
};

interface Side {
  readonly matchers: Matchers;
  readonly namespace: string;
  readonly name: string;
}

function sideOf(query: TrafficQuery): Side {
  switch (query.kind) {
    case 'received':
      return {
        matchers: [
          ['direction', '=', 'inbound'],
          ['deployment', '!=', ''],
        ],
        namespace: 'namespace',
        name: 'deployment',
      };
    case 'from':
      return {
        matchers: [
          ['direction', '=', 'outbound'],
          ['deployment', '=', query.client],
          ...optional('namespace', query.endNamespace),
          ['dst_deployment', '!=', ''],
        ],
        namespace: 'dst_namespace',
        name: 'dst_deployment',
      };
    case 'to':
  }
  return {
    matchers: [
      ['direction', '=', 'outbound'],
      ['dst_deployment', '=', query.service],
      ...optional('dst_namespace', query.endNamespace),
    ],
    namespace: 'namespace',
    name: 'deployment',
  };
}
