import { cleanLine } from '../../report/clean-text.ts';
import { cutToWidth, displayWidth } from '../../report/display-width.ts';

export interface Column<R> {
  readonly head: string;
  /** Names stand left, figures right. */
  readonly isName?: true;
  readonly cell: (row: R) => string;
}

/** What stands where there is nothing to show. */
export const NOTHING = '-';
const GAP = '   ';
/** No name of a scenario is as long; a label of a Prometheus can be. The JSON has it whole. */
const LONGEST_NAME = 120;

/** Columns as wide as their widest cell, three blanks apart, as kubectl and linkerd print them; safe on a terminal. */
export function columnTable<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const padded = columns.map(({ head, isName, cell }) => {
    const cells = [head, ...rows.map((row) => cutToWidth(cleanLine(cell(row)), LONGEST_NAME))];
    const width = Math.max(...cells.map(displayWidth));
    return cells.map((text) => {
      const blanks = ' '.repeat(width - displayWidth(text));
      return isName === true ? text + blanks : blanks + text;
    });
  });
  const lines = ['', ...rows].map((_, line) => padded.map((cells) => cells[line] ?? '').join(GAP));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

export function shown<T>(value: T | null | undefined, format: (value: T) => string): string {
  return value === null || value === undefined ? NOTHING : format(value);
}
