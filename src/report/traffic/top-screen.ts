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

/** What is left out first where the terminal is narrow is what tells least. */
const COLUMNS: readonly Column<TopRow>[] = [
  { head: 'SOURCE', cell: ({ source }) => source ?? NOTHING, least: 8, dropped: 6 },
  { head: 'DESTINATION', short: 'DEST', cell: ({ destination }) => destination ?? NOTHING, least: 8 },
  { head: 'METHOD', cell: ({ method }) => method ?? NOTHING, least: 6, dropped: 5 },
  { head: 'PATH', cell: ({ path }) => path, least: 20, endTells: true },
  { head: 'COUNT', cell: ({ count }) => `${count}`, digits: 6 },
  { head: 'RPS', cell: ({ rps }) => rps.toFixed(1), digits: 6, dropped: 4 },
  { head: 'BEST', cell: ({ best_ms }) => timeText(best_ms), digits: 6, dropped: 2 },
  { head: 'P50', cell: ({ p50_ms }) => timeText(p50_ms), digits: 6 },
  { head: 'WORST', cell: ({ worst_ms }) => timeText(worst_ms), digits: 6, dropped: 3 },
  { head: 'LAST', cell: ({ last_ms }) => timeText(last_ms), digits: 6, dropped: 1 },
  { head: 'SUCCESS', cell: ({ success }) => shareText(success), digits: 7 },
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
export function topTitle({ seconds, rows }: TopTable, scenario: string, style: TopStyle): string {
  const { order, palette, width } = style;
  const state =
    rows.length === 0 ? 'no requests so far' : `watched for ${Math.round(seconds)} s, sorted by ${order}`;
  return palette.dim(cutToWidth(`${scenario}: ${state}`, width));
}

function timeText(ms: number | null): string {
  return ms === null ? NOTHING : formatMeasured(ms);
}

/** Rounded down, so that one failure among many never reads as 100.00%. */
function shareText(share: number): string {
  return `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)}%`;
}
