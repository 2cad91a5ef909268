import type { QueryVariable, Variable } from './dashboard-model.ts';
import { DATASOURCE } from './panels.ts';

const ASKED = 'squall_edge_requests_total{scenario="$scenario",destination="$service"}';
const ASKS = 'squall_edge_requests_total{scenario="$scenario",source="$service"}';

/** What the dashboard is about: a scenario, one of its services, and, hidden, who asks that and what it asks. */
export function variables(datasource: string): Variable[] {
  return [
    {
      type: 'datasource',
      name: 'datasource',
      label: 'Data source',
      query: 'prometheus',
      current: { text: datasource, value: datasource },
    },
    queryVariable('scenario', 'label_values(squall_run_info, scenario)'),
    queryVariable('service', 'label_values(squall_service_info{scenario="$scenario"}, service)'),
    repeatedVariable('client', `label_values(${ASKED}, source)`),
    repeatedVariable('dependency', `label_values(${ASKS}, destination)`),
  ];
}

function queryVariable(name: string, query: string): QueryVariable {
  return {
    type: 'query',
    name,
    label: name.slice(0, 1).toUpperCase() + name.slice(1),
    datasource: DATASOURCE,
    query: { query, refId: name },
    definition: query,
    refresh: 2,
    sort: 1,
    hide: 0,
    multi: false,
    includeAll: false,
  };
}

/** Every value of it at once, a row for each. */
function repeatedVariable(name: string, query: string): QueryVariable & { readonly current: object } {
  return {
    ...queryVariable(name, query),
    hide: 2,
    multi: true,
    includeAll: true,
    current: { text: ['All'], value: ['$__all'] },
  };
}
