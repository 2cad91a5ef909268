import { formatDuration } from '../../core/units/duration.ts';
import { columnTable, NOTHING, shown, type Column } from './column-table.ts';
import type { WindowedRow } from './traffic-source.ts';

export interface GoldenTableOptions {
  /** Whether rows of several namespaces can be there. */
  readonly namespaces: boolean;
  /** Also how many requests, what is certain of their success, and how long the window is. */
  readonly wide: boolean;
}

const NAMESPACE: Column<WindowedRow> = {
  head: 'NAMESPACE',
  isName: true,
  cell: ({ namespace }) => namespace,
};
const COLUMNS: readonly Column<WindowedRow>[] = [
  { head: 'NAME', isName: true, cell: ({ name }) => name },
  {
    head: 'MESHED',
    cell: ({ meshed }) => (meshed === undefined ? NOTHING : `${meshed.measured}/${meshed.of}`),
  },
  { head: 'SUCCESS', cell: ({ success }) => shown(success, percent) },
  { head: 'RPS', cell: ({ rps }) => shown(rps, (value) => `${value.toFixed(1)}rps`) },
  { head: 'LATENCY_P50', cell: ({ p50 }) => shown(p50, milliseconds) },
  { head: 'LATENCY_P95', cell: ({ p95 }) => shown(p95, milliseconds) },
  { head: 'LATENCY_P99', cell: ({ p99 }) => shown(p99, milliseconds) },
];
const WIDE: readonly Column<WindowedRow>[] = [
  { head: 'N', cell: ({ n }) => String(n) },
  {
    head: 'CI95',
    cell: ({ interval }) => shown(interval, ({ low, high }) => `${percent(low)}-${percent(high)}`),
  },
  { head: 'WINDOW', cell: ({ seconds }) => formatDuration(seconds * 1000) },
];

/** The table of `linkerd viz stat`, `-` where there is nothing. */
export function goldenTable(rows: readonly WindowedRow[], { namespaces, wide }: GoldenTableOptions): string {
  return columnTable([...(namespaces ? [NAMESPACE] : []), ...COLUMNS, ...(wide ? WIDE : [])], rows);
}

/** What failed once does not read as all. */
export function percent(share: number): string {
  return `${(share < 1 ? Math.min(share * 100, 99.99) : 100).toFixed(2)}%`;
}

function milliseconds(value: number): string {
  return `${Math.round(value)}ms`;
}
