import { createPainter } from '../../report/console/painter.ts';
import { createPalette, type Palette } from '../../report/console/palette.ts';
import { topLines, topTitle } from '../../report/traffic/top-screen.ts';
import { sortRows, type TopOrder } from '../../traffic/top-order.ts';
import type { TopTable } from '../../traffic/top-row.ts';
import type { Io } from '../io.ts';

export interface TopDisplay {
  /** The first line comes now. */
  begin(scenario: string): void;
  show(table: TopTable): void;
  /** Nothing comes after `last`. */
  finish(last: TopTable | undefined): void;
}

export interface DisplayOptions {
  readonly sort: TopOrder;
  readonly once?: boolean;
  readonly output: 'text' | 'json';
}

/** The title, the head of the table, and a row for the cursor. */
const OTHER_LINES = 3;
/** A line as wide as the terminal leaves the cursor in a place that terminals disagree about. */
const MARGIN = 1;
const LIVE_HINT = ' (q ends)';
const NOTHING_YET: TopTable = { at: '', seconds: 0, rows: [] };

/** Whether the table is repainted in place, until a key is typed. */
export function isScreen({ once = false, output }: DisplayOptions, io: Pick<Io, 'isTerminal'>): boolean {
  return io.isTerminal && !once && output === 'text';
}

/** One table at the end, one a second in place on a terminal, and one a second below the other elsewhere. */
export function createTopDisplay(options: DisplayOptions, io: Io): TopDisplay {
  const palette = createPalette(io.colour);
  if (isScreen(options, io)) return screenDisplay(options.sort, palette, io);
  const print = options.output === 'json' ? jsonPrinter(options.sort, io) : textPrinter(options, palette, io);
  return options.once === true ? onceDisplay(print) : { begin: () => {}, show: print, finish: () => {} };
}

type Print = (table: TopTable) => void;

function onceDisplay(print: Print): TopDisplay {
  return { begin: () => {}, show: () => {}, finish: (last = NOTHING_YET) => print(last) };
}

function jsonPrinter(sort: TopOrder, io: Io): Print {
  return (table) => io.out(`${JSON.stringify({ ...table, rows: sortRows(table.rows, sort) })}\n`);
}

function textPrinter({ sort, once }: DisplayOptions, palette: Palette, io: Io): Print {
  const width = io.isTerminal ? io.columns() - MARGIN : Infinity;
  const style = { palette, order: sort, width, height: Infinity };
  return (table) => {
    if (table.rows.length === 0) io.err(`no requests in ${table.seconds.toFixed(0)} s\n`);
    else io.out(`${topLines(table, style).join('\n')}\n${once === true ? '' : '\n'}`);
  };
}

function screenDisplay(order: TopOrder, palette: Palette, io: Io): TopDisplay {
  const terminal = {
    write: (text: string) => io.out(text),
    columns: () => io.columns(),
    rows: () => io.rows(),
  };
  const painter = createPainter(terminal);
  let scenario = '';
  const linesOf = (table: TopTable, hint: string): readonly string[] => {
    const width = Math.max(1, io.columns() - MARGIN);
    const style = { palette, order, width, height: Math.max(1, io.rows() - OTHER_LINES) };
    return [topTitle(table, `${scenario}${hint}`, style), ...topLines(table, style)];
  };
  return {
    begin: (name) => {
      scenario = name;
      painter.paint(linesOf(NOTHING_YET, LIVE_HINT));
    },
    show: (table) => painter.paint(linesOf(table, LIVE_HINT)),
    finish: (last = NOTHING_YET) => painter.settle(linesOf(last, '')),
  };
}
