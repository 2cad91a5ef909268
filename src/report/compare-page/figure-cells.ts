import type { FigureComparison, FigureName } from '../../compare/comparison.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { trimNumber } from '../../core/units/quantity.ts';
import { formatMeasured, formatShare } from '../figures.ts';
import type { ComparedFigure } from './changed-figures.ts';

const NOTHING = '-';

/** A figure of one of the runs. */
export function valueCell(figure: FigureName, value: number | null): string {
  if (value === null) return NOTHING;
  if (figure === 'success') return formatShare(value);
  if (figure === 'rps') return `${value.toFixed(1)}/s`;
  return Number.isFinite(value) ? formatMeasured(value) : 'no answer';
}

/** How far apart the two are: percentage points (`pp`), a share of the base, or a time. */
export function changeCell(row: FigureComparison): string {
  if (row.kind === 'not-compared') return NOTHING;
  return changeText(row, row.change.value);
}

export function intervalCell(row: FigureComparison): string {
  if (row.kind === 'not-compared') return NOTHING;
  const { low, high } = row.change.interval;
  if (low === -Infinity && high === Infinity) return 'cannot be bounded';
  if (low === -Infinity) return `up to ${changeText(row, high)}`;
  if (high === Infinity) return low === Infinity ? 'beyond any' : `from ${changeText(row, low)}`;
  return high === -Infinity ? 'beyond any' : `${changeText(row, low)} to ${changeText(row, high)}`;
}

/** What the interval says, or why there is none; `none` are the words for no evidence. */
export function evidenceCell(row: FigureComparison, none: string): string {
  if (row.kind === 'not-compared') return row.reason;
  return row.evidence === 'none' ? none : row.evidence;
}

function changeText({ figure, scale }: ComparedFigure, value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  const sign = value < 0 ? '-' : '+';
  const size = Math.abs(value);
  if (scale === 'relative') return `${sign}${trimNumber(size * 100, 1)}%`;
  if (figure === 'success') return `${sign}${Number((size * 100).toPrecision(3))}pp`;
  // Next to nothing, digits of a microsecond are noise.
  return sign + formatDuration(size < 0.001 ? 0 : Number(size.toPrecision(3)));
}
