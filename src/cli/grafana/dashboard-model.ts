/** As much of Grafana's dashboard model (schemaVersion 39) as is written. */
export interface Dashboard {
  readonly id: null;
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly timezone: 'browser';
  readonly schemaVersion: 39;
  readonly version: number;
  readonly editable: boolean;
  readonly graphTooltip: 1;
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly AnnotationQuery[] };
  readonly panels: readonly Panel[];
}

export interface DatasourceRef {
  readonly type: 'prometheus';
  readonly uid: string;
}

export interface DatasourceVariable {
  readonly type: 'datasource';
  readonly name: string;
  readonly label: string;
  readonly query: 'prometheus';
  readonly current: { readonly text: string; readonly value: string };
}

export interface QueryVariable {
  readonly type: 'query';
  readonly name: string;
  readonly label: string;
  readonly datasource: DatasourceRef;
  readonly query: { readonly query: string; readonly refId: string };
  readonly definition: string;
  /** 2: whenever the time range changes. */
  readonly refresh: 2;
  /** 1: by the alphabet. */
  readonly sort: 1;
  /** 0: shown; 2: hidden. */
  readonly hide: 0 | 2;
  readonly multi: boolean;
  readonly includeAll: boolean;
}

export type Variable = DatasourceVariable | QueryVariable;

export interface AnnotationQuery {
  readonly name: string;
  readonly datasource: DatasourceRef;
  readonly enable: boolean;
  readonly iconColor: string;
  readonly expr: string;
  readonly step: string;
  readonly titleFormat: string;
  readonly textFormat: string;
  readonly tagKeys: string;
}

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Target {
  readonly refId: string;
  readonly datasource: DatasourceRef;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant?: boolean;
  readonly range?: boolean;
}

export interface RowPanel {
  readonly id: number;
  readonly type: 'row';
  readonly title: string;
  readonly gridPos: GridPos;
  readonly collapsed: false;
  /** The variable whose every value has such a row. */
  readonly repeat?: string;
  readonly panels: readonly never[];
}

export interface QueryPanel {
  readonly id: number;
  readonly type: 'stat' | 'timeseries';
  readonly title: string;
  readonly description?: string;
  readonly gridPos: GridPos;
  readonly datasource: DatasourceRef;
  readonly fieldConfig: {
    readonly defaults: Readonly<Record<string, unknown>>;
    readonly overrides: readonly never[];
  };
  readonly options: Readonly<Record<string, unknown>>;
  readonly targets: readonly Target[];
}

export type Panel = RowPanel | QueryPanel;
