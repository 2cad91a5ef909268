import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../display-width.ts';

/** The part of a terminal that is written to. */
export interface TerminalPort {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly rows: () => number;
}

export interface Painter {
  /** Shows the lines in place of those shown before; what is above the screen's top is left out. */
  paint(lines: readonly string[]): void;
  /** As `paint`, but whole, and what is written next stands below it. */
  settle(lines: readonly string[]): void;
}

const TO_LINE_END = '\x1b[K';
const TO_SCREEN_END = '\x1b[J';

/**
 * Repaints a block at the bottom of the screen. Each frame is one write, begins at the first line that changed, and
 * overwrites before it erases, so nothing flickers. The cursor is never hidden: however the process ends, SIGKILL
 * included, there is nothing to restore.
 */
export function createPainter({ write, columns, rows }: TerminalPort): Painter {
  let shown: readonly string[] = [];
  let width = columns();
  const replace = (lines: readonly string[]): void => {
    const resized = width !== columns();
    width = columns();
    const same = resized ? 0 : firstDifference(shown, lines);
    if (same === shown.length && same === lines.length) return;
    const up = occupiedRows(shown.slice(same), width);
    const fresh = lines.slice(same).map((line) => `${line}${TO_LINE_END}\n`);
    write(`\r${up > 0 ? `\x1b[${up}A` : ''}${fresh.join('')}${TO_SCREEN_END}`);
    shown = lines;
  };
  return {
    paint: (lines) => replace(fitToScreen(lines, columns(), rows())),
    settle: (lines) => {
      replace(lines);
      shown = [];
    },
  };
}

function firstDifference(before: readonly string[], after: readonly string[]): number {
  const different = after.findIndex((line, position) => line !== before[position]);
  return different === -1 ? after.length : different;
}

/** A terminal that became narrower has broken the lines that were shown before. */
function occupiedRows(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => sum + rowsOf(line, columns), 0);
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / Math.max(1, columns)));
}

/** The last lines that fit, with one row left for the cursor: what scrolled out could not be painted over. */
function fitToScreen(lines: readonly string[], columns: number, rows: number): readonly string[] {
  let from = lines.length;
  let used = 1;
  while (from > 0) {
    used += rowsOf(lines[from - 1] ?? '', columns);
    if (used > rows) break;
    from -= 1;
  }
  return lines.slice(from);
}
