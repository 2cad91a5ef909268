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

/** @throws RangeError for a histogram that is none. */
export function populationOf(
  { n, ok, histogram }: SubjectSummary,
  { windowStart, end }: Pick<StepResult, 'windowStart' | 'end'>,
): Population {
  const seconds = (end - windowStart) / 1000;
  if (histogram === undefined) return { n, ok, answered: 0, seconds };
  const { sum, sumOfSquares } = histogram;
  const answered = Histogram.fromBuckets(histogram);
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
