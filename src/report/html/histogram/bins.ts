import type { Milliseconds } from '../../../core/clock.ts';
import type { HistogramData } from '../../../core/result.gen.ts';

/** A logarithmic axis of latencies. */
export interface LogAxis {
  readonly low: Milliseconds;
  readonly high: Milliseconds;
  /** 0 at the left end, 1 at the right; values outside are held at the edge. */
  readonly position: (value: Milliseconds) => number;
}

/** Buckets of the result are up to 1/128 wide; a bar of 60 is wider than that on any axis that is drawn. */
export const BINS = 60;
/** What is shorter is noise of the clock, and zero has no logarithm. */
const LEAST: Milliseconds = 0.01;
/** A narrower axis would show the width of the buckets, and make every difference look large. */
const LEAST_SPAN = 8;

/** The axis on which all values have a place. */
export function logAxis(values: readonly Milliseconds[]): LogAxis {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  const most = values.reduce((high, value) => Math.max(high, value), LEAST);
  const smallest = Math.min(most, Math.max(LEAST, least)) / 1.1;
  const largest = most * 1.1;
  const widen = Math.sqrt(Math.max(1, LEAST_SPAN / (largest / smallest)));
  const low = smallest / widen;
  const high = largest * widen;
  const span = Math.log(high / low);
  return {
    low,
    high,
    position: (value) => Math.min(1, Math.max(0, Math.log(Math.max(value, LEAST) / low) / span)),
  };
}

/** The share of `n` exchanges that was answered within each of the axis's equal parts; those that were not are in none. */
export function binShares({ edges, counts }: HistogramData, n: number, axis: LogAxis): readonly number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const [index, edge] of edges.entries()) {
    const bin = Math.min(BINS - 1, Math.floor(axis.position(edge * (1 + 1 / 256)) * BINS));
    bins[bin] = bins[bin]! + (counts[index] ?? 0) / n;
  }
  return bins;
}

/** 1, 2 and 5 times powers of ten within the axis, or fewer where they would crowd. */
export function axisTicks({ low, high }: LogAxis): readonly Milliseconds[] {
  const ticks = (digits: readonly number[]): readonly Milliseconds[] => {
    const found: Milliseconds[] = [];
    for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade += 1) {
      for (const digit of digits) {
        // 3 * 10 ** -1 is 0.30000000000000004.
        const tick = Number((digit * 10 ** decade).toPrecision(1));
        if (tick >= low && tick <= high) found.push(tick);
      }
    }
    return found;
  };
  const fine = ticks([1, 2, 5]);
  return fine.length <= 6 ? fine : ticks([1]);
}
