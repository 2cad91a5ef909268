import { sortRows, type TopOrder } from '../../traffic/top-order.ts';
import type { TopRow, TopTable } from '../../traffic/top-row.ts';
import type { Palette } from '../console/palette.ts';
import { counted } from '../console/wording.ts';
import { cutToWidth } from '../display-width.ts';
import { formatMeasured } from '../figures.ts';
import { fitTable, type Column } from './fit-table.ts';

export interface TopStyle {
  readonly palette: Palette;
  readonly order: TopOrder;
  /** Cells of a line. */
  readonly width: number;
  /** Rows of the table; the rest is counted in a line of its own. */
  readonly height: number;
}

const NOTHING = '-';

/** What is left out first where the terminal is narrow is what tells least: the last latency, then the extremes. */
const COLUMNS: readonly Column<TopRow>[] = [
  { head: 'SOURCE', cell: ({ source }) => source ?? NOTHING, least: 8 },
  { head: 'DESTINATION', cell: ({ destination }) => destination ?? NOTHING, least: 8 },
  { head: 'METHOD', cell: ({ method }) => method ?? NOTHING, least: 6 },
  { head: 'PATH', cell: ({ path }) => path, least: 14 },
  { head: 'COUNT', cell: ({ count }) => `${count}`, right: true },
  { head: 'RPS', cell: ({ rps }) => rps.toFixed(1), right: true },
  { head: 'BEST', cell: ({ best_ms }) => timeText(best_ms), right: true, dropped: 2 },
  { head: 'P50', cell: ({ p50_ms }) => timeText(p50_ms), right: true },
  { head: 'WORST', cell: ({ worst_ms }) => timeText(worst_ms), right: true, dropped: 3 },
  { head: 'LAST', cell: ({ last_ms }) => timeText(last_ms), right: true, dropped: 1 },
  { head: 'SUCCESS', cell: ({ success }) => shareText(success), right: true },
];

/** The table as lines; a row with failures stands out. Its texts are clean lines already. */
export function topLines(table: TopTable, { palette, order, width, height }: TopStyle): readonly string[] {
  const rows = sortRows(table.rows, order);
  const shown = rows.length > height ? rows.slice(0, Math.max(1, height - 1)) : rows;
  const [head = '', ...lines] = fitTable(shown, COLUMNS, width);
  const left = rows.length - shown.length;
  return [
    palette.strong(head),
    ...lines.map((line, index) => ((shown[index]?.success ?? 1) < 1 ? palette.verdict('fail', line) : line)),
    ...(left > 0 ? [palette.dim(`… ${counted(left, 'more row')}`)] : []),
  ];
}

/** What stands above the table of a screen. */
export function topTitle(scenario: string, { seconds, rows }: TopTable, style: TopStyle): string {
  const { order, palette, width } = style;
  const state =
    rows.length === 0 ? 'waiting for requests' : `watched for ${Math.round(seconds)} s, sorted by ${order}`;
  return palette.dim(cutToWidth(`${scenario}: ${state}; q ends`, width));
}

function timeText(ms: number | null): string {
  return ms === null ? NOTHING : formatMeasured(ms);
}

/** Rounded down, so that one failure among many never reads as 100.00%. */
function shareText(share: number): string {
  return `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)}%`;
}
