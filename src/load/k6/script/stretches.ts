import type { Milliseconds } from '../../../core/clock.ts';
import type { ArrivalSpec, RateSegment } from '../../load.ts';

/** Joins segments that follow each other at one constant rate: for k6 each stretch is a scenario, with an end that nobody needs. */
export function joinSegments(segments: readonly RateSegment[]): RateSegment[] {
  const joined: RateSegment[] = [];
  for (const segment of segments) {
    if (segment.from === 0 && segment.to === 0) continue;
    const last = joined.at(-1);
    const goesOn =
      last?.end === segment.start && [last.from, last.to, segment.to].every((rate) => rate === segment.from);
    if (goesOn) joined[joined.length - 1] = { ...last, end: segment.end };
    else joined.push(segment);
  }
  return joined;
}

/** When the last arrival can be due, from the run's start; 0 where there is none at all. */
export function lastArrival({ segments }: Pick<ArrivalSpec, 'segments'>): Milliseconds {
  return joinSegments(segments).at(-1)?.end ?? 0;
}

/** k6 takes whole numbers of arrivals: thousandths of one a second are a thousand seconds' worth. */
const TIME_UNIT = '1000s';
const PER_SECOND = 1000;

export interface Concurrency {
  /** How long one arrival can take at most. */
  readonly longest: Milliseconds;
  readonly maxOpen: number;
}

/** Enough virtual users for answers of this age at the highest rate; k6 adds more when it needs them, which takes it a moment. */
const USUAL_ANSWER: Milliseconds = 2000;

function usersFrom({ from, to }: RateSegment, { longest, maxOpen }: Concurrency): Users {
  const highest = Math.max(from, to);
  const maxVUs = Math.max(1, Math.min(maxOpen, Math.ceil((highest * longest) / 1000) + 1));
  return { preAllocatedVUs: Math.min(maxVUs, Math.ceil((highest * USUAL_ANSWER) / 1000) + 1), maxVUs };
}

interface Users {
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
}

/** How many virtual users k6 makes before it begins: those of a stretch are taken until its last answer may have come. */
export function usersAtFirst(segments: readonly RateSegment[], concurrency: Concurrency): number {
  const joined = joinSegments(segments);
  const sums = joined.map(({ start }) =>
    joined
      .filter((other) => other.start <= start && start < other.end + concurrency.longest)
      .reduce((sum, other) => sum + usersFrom(other, concurrency).preAllocatedVUs, 0),
  );
  return Math.max(0, ...sums);
}

/** A k6 scenario for a stretch of the run; arrivals that it is late for or has no virtual user for are dropped iterations. */
export function k6Scenario(
  segment: RateSegment,
  concurrency: Concurrency,
): Readonly<Record<string, unknown>> {
  const { start, end, from, to } = segment;
  const duration = `${Math.round(end - start)}ms`;
  const common = {
    startTime: `${Math.round(start)}ms`,
    timeUnit: TIME_UNIT,
    ...usersFrom(segment, concurrency),
    // What was due before the end is answered after it.
    gracefulStop: `${Math.round(concurrency.longest)}ms`,
  };
  return from === to
    ? { executor: 'constant-arrival-rate', ...common, rate: wholeRate(from), duration }
    : {
        executor: 'ramping-arrival-rate',
        ...common,
        startRate: wholeRate(from),
        stages: [{ target: wholeRate(to), duration }],
      };
}

function wholeRate(perSecond: number): number {
  return Math.round(perSecond * PER_SECOND);
}
