import type { Bucket, Histogram } from '../metrics/histogram.ts';
import {
  proportionInterval,
  quantileRanks,
  studentQuantile,
  type Interval,
  type Moments,
} from './intervals.ts';

/*
 * How far a figure of one population lies from that of another, with the interval in which the true change lies with at
 * least `confidence`. The samples of a population are taken for independent of each other, and the two for independent of each
 * other; under autocorrelation the intervals are too short.
 */

/** A figure's change from the base; an end is infinite where the samples give none. */
export interface Change {
  readonly value: number;
  readonly interval: Interval;
}

/** Successes among requests. */
export interface Share {
  readonly count: number;
  readonly n: number;
}

/** How many in how long. */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

/** Latencies of what was answered, and how many were not, which are slower than all. */
export interface Latencies {
  readonly answered: Histogram;
  readonly unanswered: number;
}

/** What an interval says; `none`: it holds no change, so there is no evidence of one. */
export type Evidence = 'higher' | 'lower' | 'none';

export function evidenceOf({ low, high }: Interval): Evidence {
  if (low > 0) return 'higher';
  return high < 0 ? 'lower' : 'none';
}

/**
 * The difference of two proportions, by the hybrid of two intervals: Newcombe, Statistics in Medicine 17 (1998), 873-890,
 * method 10, which Zou and Donner, ibid. 27 (2008), 1693-1702, found for any two intervals. With the exact ones of Clopper
 * and Pearson in place of Wilson's, because next to 100 %, where objectives are, Wilson's are too short.
 */
export function shareChange(base: Share, other: Share, confidence: number): Change {
  const from = base.count / base.n;
  const to = other.count / other.n;
  const around = proportionInterval(base.count, base.n, confidence);
  const beside = proportionInterval(other.count, other.n, confidence);
  const value = to - from;
  return {
    value,
    interval: {
      low: value - Math.hypot(to - beside.low, around.high - from),
      high: value + Math.hypot(beside.high - to, from - around.low),
    },
  };
}

/**
 * The ratio of two rates, less 1: given how many there were in all, the share of the second is binomial. Przyborowski and
 * Wilenski, Biometrika 31 (1940), 313-323. Exact for Poisson counts, and too long for arrivals that are evenly spaced.
 */
export function rateChange(base: Rate, other: Rate, confidence: number): Change {
  const share = proportionInterval(other.count, base.count + other.count, confidence);
  const ratio = (odds: number): number => odds * (base.seconds / other.seconds) - 1;
  return {
    value: ratio(other.count / base.count),
    interval: { low: ratio(share.low / (1 - share.low)), high: ratio(share.high / (1 - share.high)) },
  };
}

/**
 * The interval of the difference of two quantiles, whatever the distributions. Each lies between its order statistics with the
 * root of `confidence`, so both do with at least `confidence`, the two being independent; then so does their difference between
 * the farthest ends. An end is the edge of its bucket, so that what a histogram cannot tell apart is no change.
 */
export function quantileChange(
  base: Latencies,
  other: Latencies,
  { q, confidence }: { readonly q: number; readonly confidence: number },
): Interval {
  const each = Math.sqrt(confidence);
  const from = quantileBounds(base, q, each);
  const to = quantileBounds(other, q, each);
  return { low: orUnknown(to.low - from.high, -Infinity), high: orUnknown(to.high - from.low, Infinity) };
}

/** Of two that were not answered nobody knows which took longer. */
function orUnknown(difference: number, unknown: number): number {
  return Number.isNaN(difference) ? unknown : difference;
}

function quantileBounds({ answered, unanswered }: Latencies, q: number, confidence: number): Interval {
  const { low, high } = quantileRanks(answered.count + unanswered, q, confidence);
  const buckets = answered.buckets();
  return {
    low: low === undefined ? 0 : (bucketAtRank(buckets, low)?.from ?? Infinity),
    high: high === undefined ? Infinity : (bucketAtRank(buckets, high)?.to ?? Infinity),
  };
}

/** Undefined where that one was not answered. */
function bucketAtRank(buckets: readonly Bucket[], rank: number): Bucket | undefined {
  let seen = 0;
  return buckets.find(({ count }) => {
    seen += count;
    return seen >= rank;
  });
}

/**
 * The difference of two means: Welch, Biometrika 34 (1947), 28-35. As the interval of one mean it leans on the central limit
 * theorem: it is only as good as the tails of the latencies are short.
 */
export function meanChange(base: Moments, other: Moments, confidence: number): Change {
  const from = base.sum / base.count;
  const to = other.sum / other.count;
  const value = to - from;
  if (base.count < 2 || other.count < 2) return { value, interval: { low: -Infinity, high: Infinity } };
  const [a, b] = [squaredError(base), squaredError(other)];
  const freedom = (a + b) ** 2 / (a ** 2 / (base.count - 1) + b ** 2 / (other.count - 1));
  // Values that are all the same differ by no more than rounding.
  const rounding = 1e-9 * (from + to);
  const reach = a + b === 0 ? rounding : studentQuantile(freedom, confidence) * Math.sqrt(a + b) + rounding;
  return { value, interval: { low: value - reach, high: value + reach } };
}

/** Of the mean. */
function squaredError({ count, sum, sumOfSquares }: Moments): number {
  return Math.max(0, sumOfSquares - (sum * sum) / count) / (count - 1) / count;
}
