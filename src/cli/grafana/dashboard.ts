import type { AnnotationQuery, Dashboard, Panel, QueryPanel, RowPanel } from './dashboard-model.ts';
import {
  besideEachOther,
  DATASOURCE,
  graphPanel,
  statPanel,
  trafficPanels,
  type UnplacedPanel,
} from './panels.ts';
import { CLIENT_COUNT, DEPENDENCY_COUNT, rateQuery, successQuery } from './queries.ts';
import { variables } from './variables.ts';

/** Fixed, so that a dashboard that is written again takes the place of the one before. */
export const DASHBOARD_UID = 'squall-traffic';

const STAT_HEIGHT = 4;
const GRAPH_HEIGHT = 8;

/** Where the traffic of a scenario's services is, and what the network does to it: stats, what comes in, each client, each dependency. */
export function trafficDashboard(datasource: string): Dashboard {
  return {
    id: null,
    uid: DASHBOARD_UID,
    title: 'Squall: where is my traffic',
    description: 'The golden metrics of every edge of a scenario, written by `scenario grafana`',
    tags: ['squall'],
    timezone: 'browser',
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '5s',
    time: { from: 'now-15m', to: 'now' },
    templating: { list: variables(datasource) },
    annotations: { list: annotations() },
    panels: numbered([
      ...besideEachOther(stats(), { y: 0, h: STAT_HEIGHT }),
      row('Inbound to $service', 4),
      ...besideEachOther(trafficPanels('inbound'), { y: 5, h: GRAPH_HEIGHT }),
      row('From $client', 13, 'client'),
      ...besideEachOther(trafficPanels('client'), { y: 14, h: GRAPH_HEIGHT }),
      row('To $dependency', 22, 'dependency'),
      ...besideEachOther(trafficPanels('dependency'), { y: 23, h: GRAPH_HEIGHT }),
      row('The network', 31),
      ...besideEachOther(networkPanels(), { y: 32, h: GRAPH_HEIGHT }),
    ]),
  };
}

function stats(): UnplacedPanel[] {
  return [
    statPanel({
      title: 'Success rate',
      unit: 'percentunit',
      description: 'Of all requests to the service in the time shown',
      expr: successQuery('inbound', '$__range'),
      legend: 'success',
    }),
    statPanel({ title: 'Request rate', unit: 'reqps', expr: rateQuery('inbound'), legend: 'requests' }),
    statPanel({ title: 'Inbound clients', unit: 'short', expr: CLIENT_COUNT, legend: 'clients' }),
    statPanel({
      title: 'Outbound dependencies',
      unit: 'short',
      expr: DEPENDENCY_COUNT,
      legend: 'dependencies',
    }),
    statPanel({
      title: 'Step',
      unit: 'short',
      showsName: true,
      expr: 'squall_step_active{scenario="$scenario"} == 1',
      legend: '{{step}}',
    }),
    statPanel({
      title: 'Verdict',
      unit: 'short',
      showsName: true,
      expr: 'squall_run_verdict{scenario="$scenario"} == 1',
      legend: '{{verdict}}',
    }),
  ];
}

function networkPanels(): UnplacedPanel[] {
  const edges = '{scenario="$scenario"}';
  const legend = '{{edge}} {{direction}}';
  return [
    graphPanel({
      title: 'Delay in force',
      unit: 's',
      queries: [{ expr: `squall_edge_impairment_delay_seconds${edges}`, legend }],
    }),
    graphPanel({
      title: 'Loss in force',
      unit: 'percentunit',
      queries: [{ expr: `squall_edge_impairment_loss_ratio${edges}`, legend }],
    }),
    graphPanel({
      title: 'Bytes',
      unit: 'Bps',
      queries: [{ expr: `rate(squall_edge_bytes_total${edges}[$__rate_interval])`, legend }],
    }),
  ];
}

/** Stretches of time in which a query has a value: nobody has to write them into Grafana. */
function annotations(): AnnotationQuery[] {
  return [
    annotation('Runs', 'squall_run_info{scenario="$scenario"}', 'blue', '{{scenario}}', '{{run}}'),
    annotation(
      'Impaired',
      'squall_edge_impaired{scenario="$scenario"} == 1',
      'orange',
      '{{edge}}: {{label}}',
      '{{run}}',
    ),
  ];
}

// eslint-disable-next-line max-params -- a row of a table
function annotation(
  name: string,
  expr: string,
  iconColor: string,
  titleFormat: string,
  textFormat: string,
): AnnotationQuery {
  return {
    name,
    datasource: DATASOURCE,
    enable: true,
    iconColor,
    expr,
    step: '1s',
    titleFormat,
    textFormat,
    tagKeys: 'scenario,edge',
  };
}

function row(title: string, y: number, repeat?: string): Omit<RowPanel, 'id'> {
  return {
    type: 'row',
    title,
    gridPos: { x: 0, y, w: 24, h: 1 },
    collapsed: false,
    ...(repeat !== undefined && { repeat }),
    panels: [],
  };
}

function numbered(panels: readonly (Omit<RowPanel, 'id'> | Omit<QueryPanel, 'id'>)[]): Panel[] {
  return panels.map((panel, index) => ({ id: index + 1, ...panel }));
}
