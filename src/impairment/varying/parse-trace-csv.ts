import type { Milliseconds } from '../../core/clock.ts';
import { shown } from '../../core/shown.ts';
import { parseDuration } from '../../core/units/duration.ts';
import { readChanges } from '../changes.ts';
import { amountOf } from './amount.ts';
import type { TraceColumn, TraceReading, TraceRow } from './trace.ts';
import { readHeader, targetsOf, type FileColumn } from './trace-columns.ts';
import { traceLines, type TraceLine } from './trace-lines.ts';
import { LONGEST_TRACE, tooLong, type Complaint, type TraceProblem } from './trace-problem.ts';

interface Cell {
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/** Reads a file whose first line names its columns, with units there or in the cells; what begins with `#` is for people. */
export function parseTraceCsv(text: string): TraceReading {
  const [head, ...body] = traceLines(text);
  if (head === undefined || body.length === 0)
    return { problems: [{ ...empty(head !== undefined), line: head?.number ?? 1, column: 1 }] };
  const { columns, problems: unknown } = readColumns(head);
  if (unknown.length > 0) return { problems: unknown };
  const targets = columns.flatMap((column) => targetsOf(column));
  const rows: TraceRow[] = [];
  const problems: TraceProblem[] = [];
  let before: Milliseconds | undefined;
  for (const line of body) {
    const { row, at = before, problems: found } = readRow(line, columns, before);
    before = at;
    problems.push(...found);
    if (row !== undefined) rows.push(row);
  }
  if (problems.length > 0) return { problems };
  return { trace: { columns: targets, rows, length: rows.at(-1)?.at ?? 0 }, problems };
}

function cellsOf({ text }: TraceLine): Cell[] {
  let column = 1;
  return text.split(',').map((piece) => {
    const cell = { text: piece.trim(), column: column + piece.length - piece.trimStart().length };
    column += piece.length + 1;
    return cell;
  });
}

function readColumns(head: TraceLine): { readonly columns: FileColumn[]; readonly problems: TraceProblem[] } {
  const columns: FileColumn[] = [];
  const problems: TraceProblem[] = [];
  const taken: TraceColumn[] = [];
  for (const { text, column } of cellsOf(head)) {
    const place = { line: head.number, column };
    const reading = readHeader(text);
    if (!reading.ok) {
      const { code, message, hint } = reading;
      problems.push({ code, message, hint, ...place });
      continue;
    }
    const targets = targetsOf(reading.column);
    const isTwice =
      targets.some((target) => taken.some((other) => isSame(target, other))) ||
      (reading.column.key === 'at' && columns.some(({ key }) => key === 'at'));
    if (isTwice) problems.push({ ...twice(text), ...place });
    taken.push(...targets);
    columns.push(reading.column);
  }
  if (problems.length > 0) return { columns, problems };
  if (!columns.some(({ key }) => key === 'at')) problems.push({ ...noTimes(), line: head.number, column: 1 });
  else if (taken.length === 0) problems.push({ ...noValues(), line: head.number, column: 1 });
  return { columns, problems };
}

function isSame(a: TraceColumn, b: TraceColumn): boolean {
  return a.direction === b.direction && a.field === b.field;
}

interface RowReading {
  readonly row?: TraceRow;
  /** Also of a row with mistakes, so that the next is not one for it. */
  readonly at?: Milliseconds;
  readonly problems: readonly TraceProblem[];
}

function readRow(
  line: TraceLine,
  columns: readonly FileColumn[],
  before: Milliseconds | undefined,
): RowReading {
  const cells = cellsOf(line);
  if (cells.length !== columns.length)
    return { problems: [{ ...uneven(cells.length, columns.length), line: line.number, column: 1 }] };
  const problems: TraceProblem[] = [];
  const amounts: (number | undefined)[] = [];
  let at: Milliseconds = 0;
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]!;
    const complain = (complaint: Complaint): void => {
      problems.push({ ...complaint, line: line.number, column: cell.column });
    };
    const text = withUnit(cell.text, column);
    if (column.key === 'at') at = readTime(text, before, complain);
    else amounts.push(...readCell(text, column, complain));
  }
  return problems.length > 0 ? { at, problems } : { row: { at, amounts }, at, problems };
}

/** A unit in the header is of bare numbers; a cell with a unit of its own is then a mistake that reading finds. */
function withUnit(text: string, { unit }: FileColumn): string {
  return unit === undefined || text === 'none' ? text : `${text}${unit}`;
}

function readTime(
  text: string,
  before: Milliseconds | undefined,
  complain: (complaint: Complaint) => void,
): Milliseconds {
  const parsed = parseDuration(text);
  if (!parsed.ok) {
    complain({ code: 'trace-value', message: parsed.message, hint: parsed.hint });
    return before ?? 0;
  }
  if (before === undefined && parsed.value !== 0) complain(lateStart(text));
  else if (before !== undefined && parsed.value <= before) complain(backwards(text));
  else if (parsed.value > LONGEST_TRACE) complain(tooLong(text));
  return parsed.value;
}

/** A cell reads as the same value would in an impairment. */
function readCell(
  text: string,
  column: FileColumn,
  complain: (complaint: Complaint) => void,
): (number | undefined)[] {
  const { key, direction } = column;
  const targets = targetsOf(column);
  const value = text === 'true' ? true : text === 'false' ? false : text;
  const { changes, problems } = readChanges({
    [key]: direction === undefined ? value : { [direction]: value },
  });
  const [problem] = problems;
  if (problem !== undefined) {
    complain({ code: 'trace-value', message: problem.message, hint: problem.hint ?? 'correct the cell' });
    return [];
  }
  return targets.map(({ direction: way, field }) => {
    const part = changes.find((change) => change.target === way)?.part ?? {};
    if (field === 'partition') return part.partition === true ? 1 : 0;
    return amountOf(part, field);
  });
}

function empty(hasHeader: boolean): Complaint {
  return {
    code: 'trace-empty',
    message: hasHeader ? 'the trace has columns and no row' : 'the trace is empty',
    hint: 'begin with a line such as `at (s), rate (kbit/s), delay (ms)`, and a row for the time 0',
  };
}

function noTimes(): Complaint {
  return {
    code: 'trace-column',
    message: 'the trace has no column `at`, which says when a row begins',
    hint: 'name it with its unit, as `at (s)`, or give each cell one',
  };
}

function noValues(): Complaint {
  return {
    code: 'trace-column',
    message: 'the trace has no column beside `at`',
    hint: 'add what varies, as `rate (kbit/s)`',
  };
}

function twice(text: string): Complaint {
  return {
    code: 'trace-column',
    message: `\`${shown(text)}\` says again what an earlier column says`,
    hint: 'keep one of the two',
  };
}

function uneven(cells: number, columns: number): Complaint {
  return {
    code: 'trace-value',
    message: `expected ${columns} cells, got ${cells}`,
    hint: 'give each column a cell; `none` takes a value away',
  };
}

function lateStart(text: string): Complaint {
  return {
    code: 'trace-order',
    message: `the first row is at \`${shown(text)}\`: nobody knows what holds before`,
    hint: 'begin with a row for the time 0',
  };
}

function backwards(text: string): Complaint {
  return {
    code: 'trace-order',
    message: `\`${shown(text)}\` is not later than the row before`,
    hint: 'sort the rows by time, one for each',
  };
}
