import type { Milliseconds } from '../core/clock.ts';
import { latestBefore } from '../core/latest-before.ts';

const SUB_BUCKETS = 128;
/** 0.1 us could not be told from the clock's own noise; all that is shorter shares the first bucket. */
const SMALLEST: Milliseconds = 0.001;

/** Of a histogram without a value, as most of a long run are: a Map of its own would be twice the size of all the rest. Never written to. */
const NONE = new Map<number, number>();

/** A value in the middle of the narrowest bucket of its power of two: an edge itself may round into the one before. */
const INTO_BUCKET = 1 + 1 / 512;

/** A histogram as JSON: `buckets` alternates index and count, by rising index. */
export interface HistogramJson {
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Absent when nothing was recorded. */
  readonly range?: { readonly min: Milliseconds; readonly max: Milliseconds };
  readonly buckets: readonly number[];
}

/** A histogram by the edges of its buckets; the sums are absent in older results. */
export interface BucketsJson {
  readonly edges: readonly Milliseconds[];
  readonly counts: readonly number[];
  readonly sum?: number;
  readonly sumOfSquares?: number;
}

export interface Bucket {
  /** The values in it are at least `from` and less than `to`. */
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly count: number;
}

/**
 * Durations in log-linear buckets: 128 equal ones for each power of two, so that a bucket's middle is at most
 * 1/256 (0.4 %) away from what fell into it. Sparse, so an idle second costs nothing; smallest, largest, sum
 * and sum of squares are exact.
 */
export class Histogram {
  #counts = NONE;
  #sorted: readonly number[] | undefined;
  #summed: readonly number[] | undefined;
  #count = 0;
  #sum = 0;
  #sumOfSquares = 0;
  #min = Infinity;
  #max = -Infinity;

  static fromJSON(json: HistogramJson): Histogram {
    const histogram = new Histogram();
    for (let at = 0; at < json.buckets.length; at += 2) {
      const index = json.buckets[at]!;
      const count = json.buckets[at + 1] ?? 0;
      if (!Number.isSafeInteger(index) || index < 0 || !Number.isSafeInteger(count) || count < 1) {
        throw new RangeError(`not a histogram: bucket ${index} with count ${count}`);
      }
      histogram.#put(index, count);
    }
    histogram.#sum = json.sum;
    histogram.#sumOfSquares = json.sumOfSquares;
    if (json.range !== undefined) {
      histogram.#min = json.range.min;
      histogram.#max = json.range.max;
    }
    return histogram;
  }

  /** As a result keeps it: by the lower edge of each bucket, so that smallest and largest are known to their buckets only. */
  static fromBuckets({ edges, counts, sum, sumOfSquares }: BucketsJson): Histogram {
    if (edges.length !== counts.length) throw new RangeError('not a histogram: edges without counts');
    const histogram = new Histogram();
    edges.forEach((edge, at) => {
      histogram.record(edge * INTO_BUCKET, counts[at]);
    });
    if (sum !== undefined) histogram.#sum = sum;
    if (sumOfSquares !== undefined) histogram.#sumOfSquares = sumOfSquares;
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): Milliseconds {
    return this.#sum;
  }

  get sumOfSquares(): number {
    return this.#sumOfSquares;
  }

  /** Infinity when nothing was recorded. */
  get min(): Milliseconds {
    return this.#min;
  }

  /** -Infinity when nothing was recorded. */
  get max(): Milliseconds {
    return this.#max;
  }

  /** Adds `count` times the same value; anything but a finite value of at least 0 is a RangeError. */
  record(value: Milliseconds, count = 1): void {
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`not a duration: ${value}`);
    if (count <= 0) return;
    this.#put(indexOf(value), count);
    this.#sum += value * count;
    this.#sumOfSquares += value * value * count;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  merge(other: Histogram): void {
    for (const [index, count] of other.#counts) this.#put(index, count);
    this.#sum += other.#sum;
    this.#sumOfSquares += other.#sumOfSquares;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** The value of the `rank`-th smallest, from 1; the first and the last are exact. NaN where there is none. */
  valueAtRank(rank: number): Milliseconds {
    if (!(rank >= 1 && rank <= this.#count)) return Number.NaN;
    if (rank === this.#count) return this.#max;
    if (rank === 1) return this.#min;
    const index = this.#indexes()[latestBefore(this.#sums(), rank - 0.5) + 1]!;
    // The first bucket has no logarithm to be in the middle of, and may hold nothing but zeros.
    if (index === 0) return this.#min;
    const middle = (lowerEdge(index) + lowerEdge(index + 1)) / 2;
    return Math.min(this.#max, Math.max(this.#min, middle));
  }

  /** How many are in the bucket of `value` or below it; Infinity counts all. */
  countUpTo(value: Milliseconds): number {
    if (value === Infinity) return this.#count;
    const at = latestBefore(this.#indexes(), indexOf(value));
    return at < 0 ? 0 : this.#sums()[at]!;
  }

  /** The nearest-rank quantile, `q` between 0 and 1. NaN when nothing was recorded. */
  quantile(q: number): Milliseconds {
    return this.valueAtRank(rankOf(q, this.#count));
  }

  /** The buckets that hold something, by rising value. */
  buckets(): Bucket[] {
    return this.#indexes().map((index) => ({
      from: index === 0 ? 0 : lowerEdge(index),
      to: lowerEdge(index + 1),
      count: this.#counts.get(index)!,
    }));
  }

  toJSON(): HistogramJson {
    return {
      sum: this.#sum,
      sumOfSquares: this.#sumOfSquares,
      ...(this.#count > 0 && { range: { min: this.#min, max: this.#max } }),
      buckets: this.#indexes().flatMap((index) => [index, this.#counts.get(index)!]),
    };
  }

  #put(index: number, count: number): void {
    const before = this.#counts.get(index);
    if (before === undefined) this.#sorted = undefined;
    this.#summed = undefined;
    if (this.#counts === NONE) this.#counts = new Map();
    this.#counts.set(index, (before ?? 0) + count);
    this.#count += count;
  }

  #indexes(): readonly number[] {
    this.#sorted ??= [...this.#counts.keys()].sort((a, b) => a - b);
    return this.#sorted;
  }

  /** How many are in each bucket that holds something or below it, in order. */
  #sums(): readonly number[] {
    if (this.#summed !== undefined) return this.#summed;
    let seen = 0;
    this.#summed = this.#indexes().map((index) => (seen += this.#counts.get(index)!));
    return this.#summed;
  }
}

/** The rank, from 1, of the `q`-quantile of `n` values: the smallest that at least `q * n` of them do not exceed. */
export function rankOf(q: number, n: number): number {
  // 0.07 * 100 is 7.000000000000001: what is a whole number must not become the next one.
  return Math.min(n, Math.max(1, Math.ceil(q * n - 1e-9)));
}

function indexOf(value: Milliseconds): number {
  const scaled = value / SMALLEST;
  if (scaled < 1) return 0;
  let exponent = Math.floor(Math.log2(scaled));
  // The logarithm rounds, so next to a power of two it may name the neighbour.
  if (2 ** exponent > scaled) exponent -= 1;
  else if (2 ** (exponent + 1) <= scaled) exponent += 1;
  return exponent * SUB_BUCKETS + Math.floor((scaled / 2 ** exponent - 1) * SUB_BUCKETS);
}

function lowerEdge(index: number): Milliseconds {
  return SMALLEST * 2 ** Math.floor(index / SUB_BUCKETS) * (1 + (index % SUB_BUCKETS) / SUB_BUCKETS);
}
