import { inverseRegularizedBeta, regularizedBeta } from './beta.ts';

/** Both ends are within it; `high` is Infinity where the samples give no upper end. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Ranks, from 1, of the samples that bound a quantile; absent where there are too few to bound that side. */
export interface QuantileRanks {
  readonly low?: number;
  readonly high?: number;
}

/** What may go wrong at each of the two ends. */
export function tailOf(confidence: number): number {
  return (1 - confidence) / 2;
}

/**
 * The order statistics between which the `q`-quantile of the population lies, with at least `confidence`, whatever
 * the distribution: the number of samples below the quantile is binomial. Hahn and Meeker, Statistical Intervals
 * (1991), 5.2.2; equal tails, exact.
 */
export function quantileRanks(n: number, q: number, confidence: number): QuantileRanks {
  // What is exactly the tail belongs to it, also after rounding.
  const tail = tailOf(confidence) * (1 + 1e-9);
  // P(X <= low - 1) = I_{1-q}(n - low + 1, low) rises with `low`; P(X >= high) = I_q(high, n - high + 1) falls with `high`.
  const tooHigh = firstRank(n, (rank) => regularizedBeta(1 - q, n - rank + 1, rank) > tail);
  const high = firstRank(n, (rank) => regularizedBeta(q, rank, n - rank + 1) <= tail);
  return { ...(tooHigh > 1 && { low: tooHigh - 1 }), ...(high <= n && { high }) };
}

/** The first rank in 1..n from which on `holds` holds; n + 1 when it never does. */
function firstRank(n: number, holds: (rank: number) => boolean): number {
  let low = 1;
  let high = n + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The exact interval for a proportion: Clopper and Pearson, Biometrika 26 (1934), 404-413. Wilson's is shorter and
 * wrong up to 14 % of the time where the truth is next to 100 %, which is where objectives are.
 */
export function proportionInterval(successes: number, n: number, confidence: number): Interval {
  const tail = tailOf(confidence);
  const failures = n - successes;
  return {
    low: lowestProportion(successes, failures, tail),
    high: 1 - lowestProportion(failures, successes, tail),
  };
}

function lowestProportion(successes: number, failures: number, tail: number): number {
  if (successes === 0) return 0;
  if (failures === 0) return tail ** (1 / successes);
  return inverseRegularizedBeta(tail, successes, failures + 1);
}

/** A sum of figures and of their squares. */
export interface Moments {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/**
 * Student's interval for the mean, not below 0. It leans on the central limit theorem, so it is only as good as
 * the tail of the latencies is short; percentiles have no such weakness. `effect` figures say as much as one that is independent.
 */
export function meanInterval(moments: Moments, confidence: number, effect = 1): Interval {
  const { count, sum } = moments;
  if (count < 2) return { low: 0, high: Infinity };
  const mean = sum / count;
  const variance = varianceOf(moments);
  const reach =
    variance === 0 ? 0 : studentQuantile(count - 1, confidence) * Math.sqrt((variance / count) * effect);
  return { low: Math.max(0, mean - reach), high: mean + reach };
}

/** Of one figure; 0 for fewer than two of them. */
export function varianceOf({ count, sum, sumOfSquares }: Moments): number {
  return count < 2 ? 0 : Math.max(0, sumOfSquares - (sum * sum) / count) / (count - 1);
}

/** The t with P(|T| <= t) = confidence, of any degrees of freedom above 0: DLMF 8.17, t^2 / (df + t^2) is Beta(1/2, df/2). */
export function studentQuantile(freedom: number, confidence: number): number {
  const share = inverseRegularizedBeta(confidence, 0.5, freedom / 2);
  return Math.sqrt((freedom * share) / (1 - share));
}
