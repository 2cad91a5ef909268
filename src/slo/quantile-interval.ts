import type { Cell } from '../metrics/cell.ts';
import { rankOf } from '../metrics/histogram.ts';
import { effectOnShare } from './block-effect.ts';
import { FEWEST_BLOCKS, INDEPENDENT, type DesignEffect } from './design-effect.ts';
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

/**
 * The values between which the `q`-quantile of the population lies. It is the interval of the share of values up to a threshold, turned
 * around: Woodruff, Journal of the American Statistical Association 47 (1952), 635-646; with the order statistics of as many independent
 * samples as `cell` is worth. Over another threshold samples go together otherwise, so an end is where they are worth enough: by as much as
 * they surely go together there, or are seen to at the quantile, which more of the samples tell of.
 *
 * Where they surely go together at the quantile so much that no sample would be an end, it is also at least as far as the blocks' own
 * quantiles vary; and where they are seen to, only what holds at the end itself counts beside that.
 */
export function quantileInterval(q: number, cell: Cell, known: Known): QuantileInterval {
  const population = new Population(q, cell, known);
  const effect = population.effect.sure;
  const [low, high] = [population.end('low'), population.end('high')];
  const needsLimits = (side: Side): boolean => population.endRank(side, effect) === undefined;
  if (!needsLimits('low') && !needsLimits('high')) return { low, high, effect };
  const limits = blockLimits(q, known);
  return {
    low: needsLimits('low') ? Math.min(low, limits.low) : low,
    high: needsLimits('high') ? Math.max(high, limits.high) : high,
    effect,
  };
}

const WHOLE: Interval = { low: 0, high: Infinity };

type Side = 'low' | 'high';

function blockLimits(q: number, { confidence, blocks }: Known): Interval {
  const filled = blocks.filter(({ n }) => n > 0);
  if (filled.length < FEWEST_BLOCKS) return WHOLE;
  const quantiles = filled.map((block) => block.valueAtRank(rankOf(q, block.n)));
  return blockTolerance(quantiles, q, confidence);
}

/** The samples in order, and how they go together. */
class Population {
  readonly #q: number;
  readonly #cell: Cell;
  readonly #known: Known;
  /** On the share of values up to the quantile. */
  readonly effect: DesignEffect;

  constructor(q: number, cell: Cell, known: Known) {
    this.#q = q;
    this.#cell = cell;
    this.#known = known;
    this.effect = this.#effectAt(rankOf(q, cell.n));
  }

  /** The value of the nearest sample that is an end; of the outermost one where none is, and 0 or Infinity where the samples are too few. */
  end(side: Side): number {
    const least = this.endRank(side, 1);
    if (least === undefined) return WHOLE[side];
    const seen = this.endRank(side, this.effect.seen) === undefined ? 1 : this.effect.seen;
    const direction = side === 'low' ? -1 : 1;
    const outermost = side === 'low' ? 1 : this.#cell.n;
    let [near, far] = [0, Math.abs(outermost - least)];
    while (near < far) {
      const middle = Math.floor((near + far) / 2);
      if (this.#isEnd(side, least + direction * middle, seen)) far = middle;
      else near = middle + 1;
    }
    return this.#cell.valueAtRank(least + direction * near);
  }

  /** The rank of an end where so many samples say as much as one that is independent; undefined where there are too few. */
  endRank(side: Side, effect: number): number | undefined {
    const { n } = this.#cell;
    const worth = Math.floor(n / effect);
    const rank = quantileRanks(worth, this.#q, this.#known.confidence)[side];
    if (rank === undefined) return undefined;
    const each = n / worth;
    // Below the low end is the share that `rank - 1` has among the independent ones, up to the high end that of `rank`.
    const scaled = side === 'low' ? Math.floor((rank - 1) * each) + 1 : Math.ceil(rank * each - 1e-9);
    return Math.min(n, scaled);
  }

  #isEnd(side: Side, rank: number, seen: number): boolean {
    const there = this.#effectAt(side === 'low' ? rank - 1 : rank);
    const end = this.endRank(side, Math.max(seen, there.sure));
    if (end === undefined) return false;
    return side === 'low' ? end >= rank : end <= rank;
  }

  /** The design effect on the share of values up to the one at `rank`; none where that is none of them. */
  #effectAt(rank: number): DesignEffect {
    const { blocks, confidence, effect } = this.#known;
    if (blocks.length === 0) return { seen: effect, sure: effect };
    if (rank < 1) return INDEPENDENT;
    const threshold = this.#cell.valueAtRank(rank);
    return effectOnShare(blocks, ({ answered }) => answered.countUpTo(threshold), confidence);
  }
}
