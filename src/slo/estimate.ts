import type { Cell } from '../metrics/cell.ts';
import { rankOf } from '../metrics/histogram.ts';
import type { Confidence } from './confidence.ts';
import type { MetricFunction } from './grammar.ts';
import { effectOnMean, effectOnShare, momentsOf } from './block-effect.ts';
import { meanInterval, proportionInterval, type Interval } from './intervals.ts';
import { quantileInterval } from './quantile-interval.ts';

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
  /** How many samples say as much as one that is independent; with an interval only. */
  readonly effect?: number;
}

/** The figures that a population has; the time of a recovery is found otherwise. */
export type PopulationFunction = Exclude<MetricFunction, { readonly kind: 'recovery' }>;

/** What is known of a population beside its sum. */
export interface Setting {
  readonly seconds: number;
  readonly confidence: Confidence;
  /** What it consists of, block by block. */
  readonly blocks: readonly Cell[];
  /** The design effect where there are no blocks to find it in. */
  readonly effect?: number;
}

/** Estimates a figure of `cell`, whose exchanges were due within `seconds`. NaN where there are no samples. */
export function estimate(fn: PopulationFunction, cell: Cell, setting: Setting): Estimate {
  const { seconds } = setting;
  switch (fn.kind) {
    case 'percentile':
      return percentile(fn.percent / 100, cell, setting);
    case 'mean':
      return mean(cell, setting);
    case 'success':
    case 'share':
      return share('ok', cell, setting);
    case 'errors':
      return share('failed', cell, setting);
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

function percentile(q: number, cell: Cell, { confidence, blocks, effect = 1 }: Setting): Estimate {
  const value = cell.valueAtRank(rankOf(q, cell.n));
  if (confidence === 'none') return pointFact(value, cell.n);
  const interval = quantileInterval(q, cell, { confidence, blocks, effect });
  return withInterval(value, cell.n, interval, interval.effect);
}

function share(what: 'ok' | 'failed', cell: Cell, { confidence, blocks, effect = 1 }: Setting): Estimate {
  const { n, [what]: count } = cell;
  if (confidence === 'none') return pointFact(count / n, n);
  const found = blocks.length === 0 ? effect : effectOnShare(blocks, ({ ok }) => ok, confidence).sure;
  return withInterval(count / n, n, proportionInterval(count / found, n / found, confidence), found);
}

function mean(cell: Cell, { confidence, blocks, effect = 1 }: Setting): Estimate {
  const { unanswered, n } = cell;
  const moments = momentsOf(cell);
  const value = moments.sum / n;
  const found = confidence === 'none' || blocks.length === 0 ? effect : effectOnMean(blocks, confidence).sure;
  const certain =
    confidence === 'none'
      ? pointFact(value, n)
      : withInterval(value, n, meanInterval(moments, confidence, found), found);
  if (unanswered.count === 0) return certain;
  const open = { low: certain.range.low, high: Infinity };
  return {
    ...certain,
    range: open,
    atLeast: true,
    ...(certain.interval !== undefined && { interval: open }),
  };
}

function withInterval(value: number, n: number, { low, high }: Interval, effect: number): Estimate {
  const interval = { low, high };
  return { value, n, range: interval, interval, effect };
}
