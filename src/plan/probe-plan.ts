import type { Milliseconds } from '../core/clock.ts';
import { PING_FRAME, PROBE_BYTES } from '../core/probe-size.ts';
import type { Protocol } from '../impairment/capability.ts';
import { longestQueue } from '../impairment/longest-queue.ts';
import { addedRtt, DIRECTIONS, type Direction, type Impairment } from '../impairment/model.ts';
import type { PlannedEdge } from './plan.ts';

/** Enough that the 10th percentile is not the minimum, and few enough to fit into two seconds. */
const PROBES = 24;
const MOST_PROBES = 240;

/** A burst is worth this much time of its link, so that it saturates it but leaves the settle time to the probes. */
const BURST: Milliseconds = 250;
/** Six segments: the pace of fewer packets cannot be told from the noise of a busy machine. */
const SMALLEST_BURST = 8_760;
const LARGEST_BURST = 4_000_000;

/** A user-space burst cannot fill a faster link reliably. */
const FASTEST_PROBED = 200_000_000;

/** Far enough apart that a burst of probes is not a load. */
const PROBE_INTERVAL: Milliseconds = 20;
const LEAST_INTERVAL: Milliseconds = 2;

/** For late answers, and for opening connections. */
const MARGIN: Milliseconds = 150;

/** What of an edge decides how it is probed. */
export interface ProbedEdge {
  readonly per: 'client' | 'edge';
  /** What the probes are: a link of the kernel gets datagrams, whatever its edge carries. */
  readonly protocol: Protocol;
  /** What one probe weighs on the link; `PROBE_BYTES` unless stated. */
  readonly bytes?: number;
}

/** What to send, and when; a driver takes it as its request. */
export interface PlannedProbe {
  readonly within: Milliseconds;
  readonly count: number;
  readonly interval: Milliseconds;
  /** Bytes of the burst; absent where none fits or none would tell anything. */
  readonly burst?: { readonly up?: number; readonly down?: number };
}

/** What of the settle time the comparison and the opening of the window need. */
export const PROOF_MARGIN: Milliseconds = 50;

/** Our probes of a link of the kernel are datagrams, whatever its edge carries, and weigh what the kernel counts. */
export function probing({ per, protocol, place }: PlannedEdge): ProbedEdge {
  const isProbedByDatagrams = place.kind === 'veth' || place.kind === 'container';
  return isProbedByDatagrams ? { per, protocol: 'udp', bytes: PING_FRAME } : { per, protocol };
}

/**
 * What to measure on a link, at most `time` milliseconds long. Bursts are left out where they do not fit;
 * undefined where not even the small probes do, because the link is slow or the time is short.
 */
export function planProbe(
  impairment: Impairment,
  { per, protocol, bytes: weight = PROBE_BYTES }: ProbedEdge,
  time: Milliseconds,
): PlannedProbe | undefined {
  const count = probesFor(impairment, protocol);
  const queue = per === 'edge' ? longestQueue(impairment) : 0;
  const wait = addedRtt(impairment) + spread(impairment) + queue + MARGIN;
  const least = Math.max(
    LEAST_INTERVAL,
    2 * slowestProbe(impairment, weight),
    lifetime(impairment) / (count - 1),
  );
  const interval = Math.min(Math.max(PROBE_INTERVAL, least), (time - wait) / count);
  if (interval < least) return undefined;
  const small = count * interval + wait;
  const bursts = DIRECTIONS.flatMap((way) => burstOf(way, impairment)).filter(
    ({ takes }) => small + takes < time,
  );
  const longest = Math.max(0, ...bursts.map(({ takes }) => takes));
  const common = { within: Math.min(time, small + longest), count, interval };
  if (bursts.length === 0) return common;
  return { ...common, burst: Object.fromEntries(bursts.map(({ way, bytes }) => [way, bytes])) };
}

/** Enough that as many are answered as are needed, although a datagram that is lost is not sent again. */
function probesFor({ up, down }: Impairment, protocol: Protocol): number {
  if (protocol !== 'udp') return PROBES;
  const answered = [up, down].reduce((share, way) => share * (1 - (way.loss?.average ?? 0)), 1);
  return Math.min(MOST_PROBES, Math.ceil(PROBES / Math.max(answered ** 1.5, 0.01)));
}

/** How long the slower direction takes to put one probe on the wire. */
function slowestProbe({ up, down }: Impairment, bytes: number): Milliseconds {
  return Math.max(...[up, down].map(({ rate }) => (rate === undefined ? 0 : (bytes * 8000) / rate)));
}

/** How long the probes must go on to see a connection of theirs being reset at its age. */
function lifetime({ connection }: Impairment): Milliseconds {
  return connection.reset === undefined ? 0 : connection.reset + MARGIN;
}

interface Burst {
  readonly way: Direction;
  readonly bytes: number;
  readonly takes: Milliseconds;
}

function burstOf(way: Direction, impairment: Impairment): Burst[] {
  const { rate } = impairment[way];
  if (rate === undefined || rate > FASTEST_PROBED || !passesEvenly(impairment)) return [];
  const bytes = Math.min(LARGEST_BURST, Math.max(SMALLEST_BURST, Math.round((rate * BURST) / 8000)));
  return [{ way, bytes, takes: (bytes * 8000) / rate + addedRtt(impairment) + MARGIN }];
}

/** Losses stall a TCP burst, jitter bunches it, and a broken connection ends it: none shows the link's rate then. */
function passesEvenly({ up, down, connection }: Impairment): boolean {
  const even = [up, down].every(
    (way) => way.loss === undefined && way.jitter === undefined && way.partition === undefined,
  );
  return even && !breaksConnections(connection);
}

/** How much later than the rest the last probe may be, for its jitter. */
function spread({ up, down }: Impairment): Milliseconds {
  return 2 * ((up.jitter ?? 0) + (down.jitter ?? 0));
}

function breaksConnections({ refuse, reset, halfOpen }: Impairment['connection']): boolean {
  return refuse !== undefined || reset !== undefined || halfOpen !== undefined;
}
