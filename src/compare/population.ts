import type { StepResult, SubjectSummary } from '../core/result.gen.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Latencies } from '../slo/change.ts';
import type { Moments } from '../slo/intervals.ts';

/** A subject in the window of a step, as a result has it. */
export interface Population {
  readonly n: number;
  readonly ok: number;
  readonly answered: number;
  readonly seconds: number;
  /** Absent where the result has no histogram. */
  readonly latencies?: Latencies;
  /** Of all latencies; absent in older results, and where some request was not answered. */
  readonly moments?: Moments;
}

/** A value in the middle of the narrowest bucket of its power of two: an edge itself may round into the one before. */
const INTO_BUCKET = 1 + 1 / 512;

/** @throws RangeError for a histogram that is none. */
export function populationOf(
  { n, ok, histogram }: SubjectSummary,
  { windowStart, end }: Pick<StepResult, 'windowStart' | 'end'>,
): Population {
  const seconds = (end - windowStart) / 1000;
  if (histogram === undefined) return { n, ok, answered: 0, seconds };
  const { edges, counts, sum, sumOfSquares } = histogram;
  if (edges.length !== counts.length) throw new RangeError('not a histogram: edges without counts');
  const answered = new Histogram();
  edges.forEach((edge, at) => {
    answered.record(edge * INTO_BUCKET, counts[at]);
  });
  const unanswered = Math.max(0, n - answered.count);
  const hasMoments = sum !== undefined && sumOfSquares !== undefined && unanswered === 0;
  return {
    n,
    ok,
    answered: answered.count,
    seconds,
    latencies: { answered, unanswered },
    ...(hasMoments && { moments: { count: answered.count, sum, sumOfSquares } }),
  };
}
