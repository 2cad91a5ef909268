import type { Milliseconds } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { BuiltinLoadSpec, RateSegment } from '../load.ts';

/**
 * The due times of a load, from the run's start, in order.
 *
 * Both processes are the inverse of the cumulative rate N(t), the integral of the segments' rate: `even` asks it for
 * 1/2, 3/2, 5/2, ..., so that any window holds the integral of its rate within 1; `poisson` asks it for the sums of
 * exponential gaps of mean 1 (time rescaling: Brown et al., Neural Computation 14, 2002, theorem 1). Nothing here
 * knows of answers: that is what makes the model open.
 *
 * @param segments sorted, not overlapping; a gap between two is off
 */
export function* arrivalTimes(
  segments: readonly RateSegment[],
  arrivals: BuiltinLoadSpec['arrivals'],
  random: Random,
): Generator<Milliseconds, void> {
  const gap = arrivals === 'even' ? () => 1 : () => -Math.log(1 - random());
  let target = arrivals === 'even' ? 0.5 : gap();
  let before = 0;
  for (const segment of segments) {
    const upTo = before + expectedArrivals(segment);
    for (; target < upTo; target += gap()) yield timeOf(segment, target - before);
    before = upTo;
  }
}

/** The area under the segment's rate. */
function expectedArrivals({ start, end, from, to }: RateSegment): number {
  return (((from + to) / 2) * (end - start)) / 1000;
}

/**
 * When the segment has brought `count` arrivals: the root of `from t + slope t^2 / 2 = count`, in the form that
 * neither divides by a zero slope nor subtracts two nearly equal numbers.
 */
function timeOf({ start, end, from, to }: RateSegment, count: number): Milliseconds {
  const slope = ((to - from) * 1000) / (end - start);
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * count));
  return Math.min(end, start + (2000 * count) / (from + root));
}
