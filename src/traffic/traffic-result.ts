import { isRecord } from '../core/is-record.ts';
import type { Durations, TrafficResult } from '../core/result.gen.ts';
import { Cell } from '../metrics/cell.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { FailureCause } from '../metrics/sample.ts';
import type { EdgeTraffic } from './edge-traffic.ts';

/** As it is kept in a result: what is empty is left out. */
export function trafficResult({ edge, from, to, cell }: EdgeTraffic): TrafficResult {
  const { n, ok, failures, answered, unanswered } = cell;
  return {
    edge,
    from,
    to,
    n,
    ok,
    ...(failures.size > 0 && { failures: Object.fromEntries(failures) }),
    ...(answered.count > 0 && { answered: durationsOf(answered) }),
    ...(unanswered.count > 0 && { unanswered: durationsOf(unanswered) }),
  };
}

function durationsOf(histogram: Histogram): Durations {
  const { buckets, ...rest } = histogram.toJSON();
  return { ...rest, buckets: [...buckets] };
}

/**
 * The inverse of `trafficResult`, of what came from a file or over a socket; undefined when it is something else.
 * @param seconds how long the stretch of time was
 */
export function parseTraffic(value: unknown, seconds: number): EdgeTraffic | undefined {
  if (!isRecord(value)) return undefined;
  const { edge, from, to, ok, failures = {} } = value;
  if (typeof edge !== 'string' || typeof from !== 'string' || typeof to !== 'string') return undefined;
  if (!isCount(ok) || !isRecord(failures)) return undefined;
  const answered = parseDurations(value['answered']);
  const unanswered = parseDurations(value['unanswered']);
  if (answered === undefined || unanswered === undefined) return undefined;
  const causes = Object.entries(failures).map(
    ([cause, count]) => [causeOf(cause), isCount(count) ? count : 0] as const,
  );
  return { edge, from, to, seconds, cell: Cell.of({ ok, failures: causes, answered, unanswered }) };
}

/** Absent is none at all. */
function parseDurations(value: unknown): Histogram | undefined {
  if (value === undefined) return new Histogram();
  if (!isRecord(value)) return undefined;
  const { sum, sumOfSquares, range, buckets } = value;
  if (typeof sum !== 'number' || typeof sumOfSquares !== 'number') return undefined;
  if (!Array.isArray(buckets) || !buckets.every(isCount) || !isRecord(range)) return undefined;
  // A bucket that holds nothing is not written.
  if (buckets.length % 2 !== 0 || buckets.some((count, at) => at % 2 === 1 && count === 0)) return undefined;
  const { min, max } = range;
  if (typeof min !== 'number' || typeof max !== 'number') return undefined;
  return Histogram.fromJSON({ sum, sumOfSquares, range: { min, max }, buckets });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

const CAUSES =
  /^(?:status(?: \d+)?|grpc [A-Z_]+|timeout|refused|reset(?: by (?:client|server|impairment))?|closed|tls|protocol|still open|other)$/;

/** A later release may know more. */
function causeOf(text: string): FailureCause {
  return isCause(text) ? text : 'other';
}

function isCause(text: string): text is FailureCause {
  return CAUSES.test(text);
}
