import { proportionInterval } from '../../slo/intervals.ts';
import type { Cell } from '../../metrics/cell.ts';
import type { Share } from './culprit.ts';

/** Of all intervals here. */
export const CONFIDENCE = 0.95;
/** The standard normal's quantile at (1 + CONFIDENCE) / 2. */
const Z = 1.96;
/** What explains more than this, surely, is the main cause: two cannot both. */
export const HALF = 0.5;

/** A figure with the variance of its estimate. */
export interface Measured {
  readonly value: number;
  readonly variance: number;
}

/** `part` of `whole` failures, which are counts of the same population. */
export function countShare(part: number, whole: number): Share {
  const k = Math.min(part, whole);
  return { value: whole === 0 ? 0 : k / whole, ...proportionInterval(k, whole, CONFIDENCE) };
}

/** How long an exchange lasted on average, the unanswered ones as long as they did last. One alone varies as if it were exponential. */
export function meanTime({ answered, unanswered, n }: Cell): Measured {
  if (n === 0) return { value: 0, variance: 0 };
  const sum = answered.sum + unanswered.sum;
  const squares = answered.sumOfSquares + unanswered.sumOfSquares;
  const value = sum / n;
  return { value, variance: n < 2 ? value ** 2 : Math.max(0, squares - sum * value) / (n - 1) / n };
}

export function times({ value, variance }: Measured, factor: number): Measured {
  return factor === 0
    ? { value: 0, variance: 0 }
    : { value: value * factor, variance: variance * factor ** 2 };
}

export function minus(one: Measured, other: Measured): Measured {
  return { value: one.value - other.value, variance: one.variance + other.variance };
}

/** The range of a figure at `CONFIDENCE`, by the central limit theorem. */
export function rangeOf({ value, variance }: Measured): { readonly low: number; readonly high: number } {
  const reach = Z * Math.sqrt(variance);
  return { low: value - reach, high: value + reach };
}

/**
 * The share that `part` has in `whole`, which is surely positive, by the delta method. Time that a request waits for a
 * dependency is in both, so the two go together and the interval is rather too wide.
 */
export function timeShare(part: Measured, whole: Measured): Share {
  const value = part.value / whole.value;
  const variance = (part.variance + value ** 2 * whole.variance) / whole.value ** 2;
  const { low, high } = rangeOf({ value, variance });
  return { value: within(value), low: within(low), high: within(high) };
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}
