import type { Cell } from '../metrics/cell.ts';
import { designEffect, type DesignEffect } from './design-effect.ts';
import { varianceOf, type Moments } from './intervals.ts';

/** The design effect on the share of those of a population that `count` counts in each of its blocks. */
export function effectOnShare(
  blocks: readonly Cell[],
  count: (block: Cell) => number,
  confidence: number,
): DesignEffect {
  const totals = blocks.map((block) => ({ n: block.n, sum: count(block) }));
  const n = totals.reduce((total, block) => total + block.n, 0);
  const share = totals.reduce((total, { sum }) => total + sum, 0) / n;
  return designEffect(totals, { variance: share * (1 - share), confidence });
}

/** The design effect on the mean time that the exchanges of a population lasted. */
export function effectOnMean(blocks: readonly Cell[], confidence: number): DesignEffect {
  const moments = blocks.map((block) => momentsOf(block));
  const variance = varianceOf(
    moments.reduce(
      (total, block) => ({
        count: total.count + block.count,
        sum: total.sum + block.sum,
        sumOfSquares: total.sumOfSquares + block.sumOfSquares,
      }),
      { count: 0, sum: 0, sumOfSquares: 0 },
    ),
  );
  const totals = moments.map(({ count, sum }) => ({ n: count, sum }));
  return designEffect(totals, { variance, confidence });
}

/** How long exchanges lasted, whether or not they were answered. */
export function momentsOf({ answered, unanswered, n }: Cell): Moments {
  return {
    count: n,
    sum: answered.sum + unanswered.sum,
    sumOfSquares: answered.sumOfSquares + unanswered.sumOfSquares,
  };
}
