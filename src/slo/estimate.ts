import type { Cell } from '../metrics/cell.ts';
import { rankOf } from '../metrics/histogram.ts';
import type { Confidence } from './confidence.ts';
import type { MetricFunction } from './grammar.ts';
import { meanInterval, proportionInterval, quantileRanks, type Interval } from './intervals.ts';

/** What a population says about one figure. Infinity stands for "no answer", and for an end that cannot be given. */
export interface Estimate {
  readonly value: number;
  /** What is judged: the interval, or the value itself where there is none. */
  readonly range: Interval;
  readonly n: number;
  /** The true value is this or more: exchanges without an answer are in it with the time they lasted. */
  readonly atLeast?: true;
  /** Absent for point facts and without a confidence. */
  readonly interval?: Interval;
}

/** The figures that a population has; the time of a recovery is found otherwise. */
export type PopulationFunction = Exclude<MetricFunction, { readonly kind: 'recovery' }>;

/** Estimates a figure of `cell`, whose exchanges were due within `seconds`. NaN where there are no samples. */
export function estimate(
  fn: PopulationFunction,
  cell: Cell,
  { seconds, confidence }: { readonly seconds: number; readonly confidence: Confidence },
): Estimate {
  switch (fn.kind) {
    case 'percentile':
      return percentile(fn.percent / 100, cell, confidence);
    case 'mean':
      return mean(cell, confidence);
    case 'success':
    case 'share':
      return share(cell.ok, cell.n, confidence);
    case 'errors':
      return share(cell.failed, cell.n, confidence);
    case 'max':
      return pointFact(cell.valueAtRank(cell.n), cell.n);
    case 'rps':
      return pointFact(cell.answered.count / seconds, cell.n);
    case 'rate':
      return pointFact(cell.answered.sum / seconds, cell.n);
    case 'amount':
  }
  return pointFact(cell.answered.sum, cell.n);
}

export function pointFact(value: number, n: number): Estimate {
  return { value, n, range: { low: value, high: value } };
}

function percentile(q: number, cell: Cell, confidence: Confidence): Estimate {
  const value = cell.valueAtRank(rankOf(q, cell.n));
  if (confidence === 'none') return pointFact(value, cell.n);
  const ranks = quantileRanks(cell.n, q, confidence);
  return withInterval(value, cell.n, {
    low: ranks.low === undefined ? 0 : cell.valueAtRank(ranks.low),
    high: ranks.high === undefined ? Infinity : cell.valueAtRank(ranks.high),
  });
}

function share(count: number, n: number, confidence: Confidence): Estimate {
  if (confidence === 'none') return pointFact(count / n, n);
  return withInterval(count / n, n, proportionInterval(count, n, confidence));
}

function mean({ answered, unanswered, n }: Cell, confidence: Confidence): Estimate {
  const moments = {
    count: n,
    sum: answered.sum + unanswered.sum,
    sumOfSquares: answered.sumOfSquares + unanswered.sumOfSquares,
  };
  const value = moments.sum / n;
  const certain =
    confidence === 'none' ? pointFact(value, n) : withInterval(value, n, meanInterval(moments, confidence));
  if (unanswered.count === 0) return certain;
  const open = { low: certain.range.low, high: Infinity };
  return {
    ...certain,
    range: open,
    atLeast: true,
    ...(certain.interval !== undefined && { interval: open }),
  };
}

function withInterval(value: number, n: number, interval: Interval): Estimate {
  return { value, n, range: interval, interval };
}
