import type { Comparison } from './grammar.ts';
import type { Interval } from './intervals.ts';

/** `open`: the evidence allows both. */
export type Judgement = 'pass' | 'fail' | 'open';

/** Comparisons of a figure with its bound that have a direction; `==` is both of `<=` and `>=`. */
export type Inequality = Exclude<Comparison, '=='>;

/**
 * Judges a figure by its interval and that of its bound, ends against ends, so that a doubt on either side leaves
 * it open. What never answered has no known latency: it is slow enough to fail, but never to pass, and it is no
 * bound for others.
 */
export function judge(left: Interval, comparison: Inequality, bound: Interval): Judgement {
  switch (comparison) {
    case '<':
      return decide(left, bound, (a, b) => order(a, b) < 0);
    case '<=':
      return decide(left, bound, (a, b) => order(a, b) <= 0);
    case '>':
      return decide(mirror(left), mirror(bound), (a, b) => order(a, b) < 0);
    case '>=':
  }
  return decide(mirror(left), mirror(bound), (a, b) => order(a, b) <= 0);
}

function decide(left: Interval, bound: Interval, within: (a: number, b: number) => boolean): Judgement {
  if (Number.isFinite(left.high) && Number.isFinite(bound.low) && within(left.high, bound.low)) return 'pass';
  if (Number.isFinite(bound.high) && !Number.isNaN(left.low) && !within(left.low, bound.high)) return 'fail';
  return 'open';
}

function mirror({ low, high }: Interval): Interval {
  return { low: -high, high: -low };
}

/** Negative, zero or positive; figures that differ by rounding only, as 0.999 and 99.9 * 0.01, are the same. */
function order(a: number, b: number): number {
  const difference = a - b;
  if (!Number.isFinite(difference)) return difference;
  return Math.abs(difference) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : difference;
}
