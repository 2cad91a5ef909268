import { cutToWidth, displayWidth, padToWidth } from '../display-width.ts';

/** One column of a table of `T`. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** It may be cut down to so many cells; absent: never. */
  readonly least?: number;
  /** The lowest is left out first where there is no room; absent: never. */
  readonly dropped?: number;
}

const GAP = 2;

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
  let laid = columns.map((column): Laid<T> => {
    const cells = [column.head, ...rows.map((row) => column.cell(row))];
    return { column, cells, width: Math.max(...cells.map((cell) => displayWidth(cell))) };
  });
  const order = columns.filter(({ dropped }) => dropped !== undefined).toSorted(byDropped);
  for (const column of order) {
    if (leastWidth(laid) <= width) break;
    laid = laid.filter((one) => one.column !== column);
  }
  shrink(laid, width);
  return [...Array(rows.length + 1).keys()].map((line) =>
    laid
      .map(({ column, cells, width: wide }) => cellText(cells[line] ?? '', column.right === true, wide))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function byDropped<T>(a: Column<T>, b: Column<T>): number {
  return (a.dropped ?? 0) - (b.dropped ?? 0);
}

function cellText(cell: string, right: boolean, width: number): string {
  const text = displayWidth(cell) > width ? cutToWidth(cell, width) : cell;
  return right ? ' '.repeat(Math.max(0, width - displayWidth(text))) + text : padToWidth(text, width);
}

function leastWidth<T>(laid: readonly Laid<T>[]): number {
  return total(laid.map(({ column, width }) => Math.min(width, column.least ?? width)));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}

function shrink<T>(laid: readonly Laid<T>[], width: number): void {
  for (let over = total(laid.map((one) => one.width)) - width; over > 0; over -= 1) {
    const widest = laid
      .filter((one) => one.width > (one.column.least ?? Infinity))
      .toSorted((a, b) => b.width - a.width)[0];
    if (widest === undefined) return;
    widest.width -= 1;
  }
}
