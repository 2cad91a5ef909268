import type { DatasourceRef, GridPos, QueryPanel, Target } from './dashboard-model.ts';
import { latencyQuery, rateQuery, successQuery, type TrafficSide } from './queries.ts';

/** Chosen at the top of the dashboard. */
export const DATASOURCE: DatasourceRef = { type: 'prometheus', uid: '${datasource}' };

export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** A panel that has no place yet. */
export type UnplacedPanel = Omit<QueryPanel, 'id' | 'gridPos'>;

const LETTERS = 'ABCDEFGH';

interface StatPanel extends Query {
  readonly title: string;
  readonly unit: string;
  readonly description?: string;
  /** Shows the name of what is 1, and not its value. */
  readonly showsName?: boolean;
}

/** The last value, large. */
export function statPanel({
  title,
  unit,
  description,
  showsName = false,
  ...query
}: StatPanel): UnplacedPanel {
  return {
    type: 'stat',
    title,
    ...(description !== undefined && { description }),
    datasource: DATASOURCE,
    fieldConfig: { defaults: { unit, noValue: '-' }, overrides: [] },
    options: {
      colorMode: 'none',
      graphMode: showsName ? 'none' : 'area',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      textMode: showsName ? 'name' : 'auto',
    },
    targets: targetsOf([query]),
  };
}

interface GraphPanel {
  readonly title: string;
  readonly unit: string;
  readonly description?: string;
  readonly max?: number;
  readonly queries: readonly Query[];
}

export function graphPanel({ title, unit, description, max, queries }: GraphPanel): UnplacedPanel {
  return {
    type: 'timeseries',
    title,
    ...(description !== undefined && { description }),
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: { unit, min: 0, ...(max !== undefined && { max }), custom: { fillOpacity: 5, lineWidth: 1 } },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi', sort: 'none' },
    },
    targets: targetsOf(queries),
  };
}

/** The three graphs of the golden metrics, side by side. */
export function trafficPanels(side: TrafficSide): UnplacedPanel[] {
  return [
    graphPanel({
      title: 'Success rate',
      unit: 'percentunit',
      max: 1,
      queries: [{ expr: successQuery(side, '$__rate_interval'), legend: 'success' }],
    }),
    graphPanel({
      title: 'Request rate',
      unit: 'reqps',
      queries: [{ expr: rateQuery(side), legend: 'requests' }],
    }),
    graphPanel({
      title: 'Latency',
      unit: 's',
      queries: [
        { expr: latencyQuery(side, '0.5'), legend: 'p50' },
        { expr: latencyQuery(side, '0.95'), legend: 'p95' },
        { expr: latencyQuery(side, '0.99'), legend: 'p99' },
      ],
    }),
  ];
}

function targetsOf(queries: readonly Query[]): Target[] {
  return queries.map(({ expr, legend }, index) => ({
    refId: LETTERS[index] ?? 'A',
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
  }));
}

/** Puts panels of the same size side by side, over the whole width of 24. */
export function besideEachOther(
  panels: readonly UnplacedPanel[],
  { y, h }: Pick<GridPos, 'y' | 'h'>,
): Omit<QueryPanel, 'id'>[] {
  const w = Math.floor(24 / panels.length);
  return panels.map((panel, index) => ({ ...panel, gridPos: { x: index * w, y, w, h } }));
}
