import { cutMiddleToWidth, cutToWidth, displayWidth, padToWidth } from '../display-width.ts';

/** One column of a table of `T`. */
export interface Column<T> {
  readonly head: string;
  /** Stands there where the column is narrower than its head. */
  readonly short?: string;
  readonly cell: (row: T) => string;
  /** A number stands at the right, in at least so many cells, so that the table does not move with every digit. */
  readonly digits?: number;
  /** A text is cut down to so many cells, and further where there is no other way; absent: never. */
  readonly least?: number;
  /** The text is cut in its middle, because its end tells more than what is before. */
  readonly endTells?: boolean;
  /** The lowest is left out first where there is no room; absent: never. */
  readonly dropped?: number;
}

const GAP = 2;
/** Of a text there is no way to tell anything in less. */
const NARROWEST = 3;

interface Laid<T> {
  readonly column: Column<T>;
  readonly cells: readonly string[];
  width: number;
}

/** Head and rows as lines of at most `width` cells: columns are left out, then texts cut, the longest first, until they fit. */
export function fitTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  width: number,
): readonly string[] {
  let laid = columns.map((column) => lay(column, rows));
  const first = columns.filter(({ dropped }) => dropped !== undefined);
  for (const column of first.toSorted((a, b) => (a.dropped ?? 0) - (b.dropped ?? 0))) {
    if (total(laid.map(comfortable)) <= width) break;
    laid = laid.filter((one) => one.column !== column);
  }
  shrink(laid, width, comfortable);
  shrink(laid, width, ({ column, width: now }) => (column.least === undefined ? now : NARROWEST));
  for (const one of laid) takeShortHead(one);
  const heads = laid.map((one) => headText(one));
  const lines = rows.map((_row, index) => laid.map((one) => cellText(one.cells[index] ?? '', one)));
  return [heads, ...lines].map((cells) => cutToWidth(cells.join(' '.repeat(GAP)).trimEnd(), width));
}

function lay<T>(column: Column<T>, rows: readonly T[]): Laid<T> {
  const cells = rows.map((row) => column.cell(row));
  const head = displayWidth(column.head);
  return { column, cells, width: Math.max(head, column.digits ?? 0, ...cells.map(displayWidth)) };
}

/** As narrow as a column may be before another is left out. */
function comfortable<T>({ column, cells, width }: Laid<T>): number {
  const { least, short } = column;
  const needed = Math.max(displayWidth(short ?? column.head), ...cells.map(displayWidth));
  return least === undefined ? width : Math.min(width, needed, Math.max(least, displayWidth(short ?? '')));
}

/** What the head has lost already is of no use to its cells. */
function takeShortHead<T>(one: Laid<T>): void {
  const { head, short } = one.column;
  if (short === undefined || displayWidth(head) <= one.width) return;
  one.width = Math.min(one.width, Math.max(displayWidth(short), ...one.cells.map(displayWidth)));
}

function headText<T>(laid: Laid<T>): string {
  const { head, short = head } = laid.column;
  return cellText(displayWidth(head) > laid.width ? short : head, laid);
}

function cellText<T>(cell: string, { column, width }: Laid<T>): string {
  const text = column.endTells === true ? cutMiddleToWidth(cell, width) : cutToWidth(cell, width);
  return column.digits === undefined
    ? padToWidth(text, width)
    : ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}

function shrink<T>(laid: readonly Laid<T>[], width: number, floor: (one: Laid<T>) => number): void {
  const floors = new Map(laid.map((one) => [one, floor(one)]));
  for (let over = total(laid.map((one) => one.width)) - width; over > 0; over -= 1) {
    const widest = laid
      .filter((one) => one.width > (floors.get(one) ?? one.width))
      .toSorted((a, b) => b.width - a.width)[0];
    if (widest === undefined) return;
    widest.width -= 1;
  }
}
