import type { Milliseconds } from '../../core/clock.ts';
import type { Direction, DirectionImpairment, Impairment } from '../model.ts';
import { withAmount, type AmountField } from './amount.ts';
import type { TraceProblem } from './trace-problem.ts';

/** A file with a line of column names, or one of mahimahi, which has times of deliveries. */
export type TraceFormat = 'columns' | 'mahimahi';

/** What one column of a trace is about; a partition is 1 or 0. */
export interface TraceColumn {
  readonly direction: Direction;
  readonly field: AmountField | 'partition';
}

/** What holds from `at` until the next row, by column; undefined takes the value away. */
export interface TraceRow {
  readonly at: Milliseconds;
  readonly amounts: readonly (number | undefined)[];
}

/** Values over time, as somebody has recorded or made them. The first row is at 0. */
export interface Trace {
  readonly columns: readonly TraceColumn[];
  readonly rows: readonly TraceRow[];
  /** When a repetition begins: at the time of the last row, which only then never holds. */
  readonly length: Milliseconds;
}

export interface TraceReading {
  /** Absent when there are problems. */
  readonly trace?: Trace;
  readonly problems: readonly TraceProblem[];
}

/** One state with what a row says put in place. */
export function applyRow(base: Impairment, columns: readonly TraceColumn[], row: TraceRow): Impairment {
  let { up, down } = base;
  for (const [index, { direction, field }] of columns.entries()) {
    const way = direction === 'up' ? up : down;
    const changed = putIn(way, field, row.amounts[index]);
    if (direction === 'up') up = changed;
    else down = changed;
  }
  return { ...base, up, down };
}

function putIn(
  way: DirectionImpairment,
  field: TraceColumn['field'],
  amount: number | undefined,
): DirectionImpairment {
  if (field !== 'partition') return withAmount(way, field, amount);
  const { partition: _, ...rest } = way;
  return amount === undefined || amount < 0.5 ? rest : { ...rest, partition: true };
}

/** The same trace with rows at least `interval` apart: what is closer becomes the mean over time, so that no byte is won or lost. */
export function thinned(trace: Trace, interval: Milliseconds): Trace {
  const { columns, rows, length } = trace;
  const isClose = rows.some((row, index) => index > 0 && row.at - rows[index - 1]!.at < interval);
  if (!isClose) return trace;
  const last = rows.at(-1)!;
  const bins = Math.max(1, Math.round(length / interval));
  const sums = Array.from({ length: bins }, () => columns.map(() => ({ sum: 0, time: 0 })));
  for (const [index, row] of rows.entries()) {
    const end = rows[index + 1]?.at ?? row.at;
    for (
      let bin = Math.min(bins - 1, Math.floor(row.at / interval));
      bin < bins && bin * interval < end;
      bin += 1
    ) {
      const from = Math.max(row.at, bin * interval);
      // What is left of an interval at the end belongs to the last bin.
      const to = bin === bins - 1 ? end : Math.min(end, (bin + 1) * interval);
      for (const [column, amount] of row.amounts.entries()) {
        const cell = sums[bin]![column]!;
        if (amount === undefined) continue;
        cell.sum += amount * (to - from);
        cell.time += to - from;
      }
    }
  }
  const means = sums.map((cells, bin): TraceRow => ({
    at: bin * interval,
    amounts: cells.map(({ sum, time }) => (time === 0 ? undefined : sum / time)),
  }));
  const lastAt = bins * interval;
  return { columns, rows: [...means, { ...last, at: lastAt }], length: lastAt };
}
