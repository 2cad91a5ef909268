import type { Cell } from '../metrics/cell.ts';
import { rankOf } from '../metrics/histogram.ts';
import { effectOnShare } from './block-effect.ts';
import { FEWEST_BLOCKS } from './design-effect.ts';
import { quantileRanks, type Interval } from './intervals.ts';
import { blockTolerance } from './tolerance.ts';

/** An interval with the design effect that made it as long as it is. */
export interface QuantileInterval extends Interval {
  readonly effect: number;
}

/** What is known of a population beside its sum. */
interface Known {
  readonly confidence: number;
  readonly blocks: readonly Cell[];
  /** The design effect where there are no blocks. */
  readonly effect: number;
}

type Side = 'low' | 'high';

/** More rounds hardly change anything: each can only lengthen the interval. */
const ROUNDS = 5;

/**
 * The values between which the `q`-quantile of the population lies. It is the interval of the share of values up to a threshold, turned
 * around: Woodruff, Journal of the American Statistical Association 47 (1952), 635-646; with the order statistics of as many independent
 * samples as `cell` is worth. Over a lower threshold a slow stretch reaches longer, so each end is looked at as well as the quantile itself.
 *
 * Where the samples are enough for an end and only what they are worth is not, it lies beyond all of them, at least as far as the
 * blocks' own quantiles vary.
 */
export function quantileInterval(q: number, cell: Cell, known: Known): QuantileInterval {
  const { confidence, blocks, effect } = known;
  const effectAt = (threshold: number): number =>
    blocks.length === 0
      ? effect
      : effectOnShare(blocks, ({ answered }) => answered.countUpTo(threshold), confidence);
  const first = effectAt(cell.valueAtRank(rankOf(q, cell.n)));
  const settle = (side: Side): { readonly end: number | undefined; readonly effect: number } => {
    let worst = first;
    for (let round = 0; ; round += 1) {
      const end = endWith(side, q, { cell, confidence, effect: worst });
      const there = end === undefined ? worst : effectAt(end);
      if (there <= worst || round === ROUNDS) return { end, effect: worst };
      worst = there;
    }
  };
  const [low, high] = [settle('low'), settle('high')];
  const beyond = low.end === undefined || high.end === undefined ? beyondAll(q, cell, known) : WHOLE;
  return {
    low: low.end ?? beyond.low,
    high: high.end ?? beyond.high,
    effect: Math.max(low.effect, high.effect),
  };
}

const WHOLE: Interval = { low: 0, high: Infinity };

function endWith(
  side: Side,
  q: number,
  { cell, confidence, effect }: { readonly cell: Cell; readonly confidence: number; readonly effect: number },
): number | undefined {
  const worth = Math.floor(cell.n / effect);
  const rank = quantileRanks(worth, q, confidence)[side];
  if (rank === undefined) return undefined;
  const each = cell.n / worth;
  // Below the low end is the share that `rank - 1` has among the independent ones, up to the high end that of `rank`.
  const scaled = side === 'low' ? Math.floor((rank - 1) * each) + 1 : Math.ceil(rank * each - 1e-9);
  return cell.valueAtRank(Math.min(cell.n, scaled));
}

function beyondAll(q: number, cell: Cell, { confidence, blocks }: Known): Interval {
  const { low, high } = quantileRanks(cell.n, q, confidence);
  const filled = blocks.filter(({ n }) => n > 0);
  if (filled.length < FEWEST_BLOCKS) return WHOLE;
  const limits = blockTolerance(
    filled.map((block) => block.valueAtRank(rankOf(q, block.n))),
    q,
    confidence,
  );
  return {
    low: low === undefined ? 0 : Math.min(cell.valueAtRank(1), limits.low),
    high: high === undefined ? Infinity : Math.max(cell.valueAtRank(cell.n), limits.high),
  };
}
