import { formatDuration } from '../core/units/duration.ts';
import { formatFrequency } from '../core/units/frequency.ts';
import { formatRatio } from '../core/units/ratio.ts';
import type { Confidence } from './confidence.ts';
import type { Estimate } from './estimate.ts';
import type { UnitKind } from './grammar.ts';
import type { Interval } from './intervals.ts';

/** A figure for people: `412ms`, `99.6%`, `50/s`, and `no answer` where it is larger than any. */
export function formatValue(value: number, unit: UnitKind): string {
  if (Number.isNaN(value)) return 'nothing';
  if (value === Infinity) return 'no answer';
  if (unit === 'duration') return formatDuration(value);
  if (unit === 'number') return String(Number(value.toPrecision(6)));
  return unit === 'ratio' ? formatRatio(value) : formatFrequency(value);
}

/** `398ms to 431ms`, or `398ms or more` where there is no upper end. */
export function formatInterval({ low, high }: Interval, unit: UnitKind): string {
  if (low === Infinity) return 'without an answer';
  return `${formatValue(low, unit)} ${high === Infinity ? 'or more' : `to ${formatValue(high, unit)}`}`;
}

export function formatEstimate({ value, atLeast }: Estimate, unit: UnitKind): string {
  return `${atLeast === true ? 'at least ' : ''}${formatValue(value, unit)}`;
}

/** `95% interval 398ms to 431ms`; nothing where there is no interval. */
export function describeInterval(
  interval: Interval | undefined,
  unit: UnitKind,
  confidence: Confidence,
): string[] {
  if (interval === undefined || confidence === 'none') return [];
  return [`${formatRatio(confidence)} interval ${formatInterval(interval, unit)}`];
}
