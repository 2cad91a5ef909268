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

/**
 * The values between which the `q`-quantile of the population lies. It is the interval of the share of values up to a threshold, turned
 * around: Woodruff, Journal of the American Statistical Association 47 (1952), 635-646; with the order statistics of as many independent
 * samples as `cell` is worth. Over a lower threshold a slow stretch reaches longer, so each end is looked at as well as the quantile itself.
 *
 * Where the samples are enough for an end and only what they are worth at the quantile is not, the end is where they are worth enough,
 * and at least as far as the blocks' own quantiles vary.
 */
export function quantileInterval(q: number, cell: Cell, known: Known): QuantileInterval {
  const population = new Population(q, cell, known);
  const [low, high] = [settle(population, 'low'), settle(population, 'high')];
  const beyond = low.end === undefined || high.end === undefined ? beyondWorth(population, known) : WHOLE;
  return {
    low: low.end ?? beyond.low,
    high: high.end ?? beyond.high,
    effect: Math.max(low.effect, high.effect),
  };
}

const WHOLE: Interval = { low: 0, high: Infinity };

type Side = 'low' | 'high';

/** More rounds hardly change anything: each can only lengthen the interval. */
const ROUNDS = 5;

function settle(
  population: Population,
  side: Side,
): { readonly end: number | undefined; readonly effect: number } {
  let effect = population.effectAt(rankOf(population.q, population.n));
  for (let round = 0; ; round += 1) {
    const rank = population.endRank(side, effect);
    const there = rank === undefined ? effect : population.effectAt(rank);
    if (there <= effect || round === ROUNDS)
      return { end: rank === undefined ? undefined : population.valueAt(rank), effect };
    effect = there;
  }
}

function beyondWorth(population: Population, { confidence, blocks }: Known): Interval {
  const { q } = population;
  const filled = blocks.filter(({ n }) => n > 0);
  if (filled.length < FEWEST_BLOCKS) return WHOLE;
  const quantiles = filled.map((block) => block.valueAtRank(rankOf(q, block.n)));
  const limits = blockTolerance(quantiles, q, confidence);
  const [low, high] = [population.ownEnd('low'), population.ownEnd('high')];
  return {
    low: low === undefined ? 0 : Math.min(population.valueAt(low), limits.low),
    high: high === undefined ? Infinity : Math.max(population.valueAt(high), limits.high),
  };
}

/** The samples in order, and how they go together. */
class Population {
  readonly q: number;
  readonly #cell: Cell;
  readonly #known: Known;

  constructor(q: number, cell: Cell, known: Known) {
    this.q = q;
    this.#cell = cell;
    this.#known = known;
  }

  get n(): number {
    return this.#cell.n;
  }

  valueAt(rank: number): number {
    return this.#cell.valueAtRank(rank);
  }

  /** The design effect on the share of values up to the one at `rank`; 1 where that is none of them. */
  effectAt(rank: number): number {
    const { blocks, confidence, effect } = this.#known;
    if (blocks.length === 0) return effect;
    if (rank < 1) return 1;
    const threshold = this.valueAt(rank);
    return effectOnShare(blocks, ({ answered }) => answered.countUpTo(threshold), confidence);
  }

  /** The rank of an end where so many samples say as much as one that is independent; undefined where there are too few. */
  endRank(side: Side, effect: number): number | undefined {
    const worth = Math.floor(this.n / effect);
    const rank = quantileRanks(worth, this.q, this.#known.confidence)[side];
    if (rank === undefined) return undefined;
    const each = this.n / worth;
    // Below the low end is the share that `rank - 1` has among the independent ones, up to the high end that of `rank`.
    const scaled = side === 'low' ? Math.floor((rank - 1) * each) + 1 : Math.ceil(rank * each - 1e-9);
    return Math.min(this.n, scaled);
  }

  /** The rank of the nearest end that is one by what the samples are worth there, not at the quantile. */
  ownEnd(side: Side): number | undefined {
    const least = this.endRank(side, 1);
    if (least === undefined) return undefined;
    const outermost = side === 'low' ? 1 : this.n;
    let [near, far] = [0, Math.abs(outermost - least)];
    while (near < far) {
      const middle = Math.floor((near + far) / 2);
      if (this.#isEnd(side, side === 'low' ? least - middle : least + middle)) far = middle;
      else near = middle + 1;
    }
    return side === 'low' ? least - near : least + near;
  }

  #isEnd(side: Side, rank: number): boolean {
    const end = this.endRank(side, this.effectAt(side === 'low' ? rank - 1 : rank));
    if (end === undefined) return false;
    return side === 'low' ? end >= rank : end <= rank;
  }
}
