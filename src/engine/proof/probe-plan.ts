import type { Milliseconds } from '../../core/clock.ts';
import type { ProbeRequest } from '../../drivers/driver.ts';
import { addedRtt, DIRECTIONS, type Direction, type Impairment } from '../../impairment/model.ts';

/** Enough that the 10th percentile is not the minimum, and few enough to fit into two seconds. */
const PROBES = 24;

/** A burst is worth this much time of its link, so that it saturates it but leaves the settle time to the probes. */
const BURST: Milliseconds = 250;
const SMALLEST_BURST = 2_000;
const LARGEST_BURST = 4_000_000;

/** A user-space burst cannot fill a faster link reliably. */
const FASTEST_PROBED = 200_000_000;

/** Far enough apart that a burst of probes is not a load. */
const PROBE_INTERVAL: Milliseconds = 20;

/** For late answers, and for opening connections. */
const MARGIN: Milliseconds = 150;

/** What to measure on a link, at most `time` milliseconds long: bursts are left out where they do not fit. */
export function planProbe(impairment: Impairment, time: Milliseconds): ProbeRequest {
  const small = PROBES * PROBE_INTERVAL + addedRtt(impairment) + MARGIN;
  const bursts = DIRECTIONS.flatMap((way) => burstOf(way, impairment)).filter(
    (burst) => small + burst.takes < time,
  );
  const longest = Math.max(0, ...bursts.map((burst) => burst.takes));
  const within = Math.min(time, small + longest);
  if (bursts.length === 0) return { within, count: PROBES };
  return { within, count: PROBES, burst: Object.fromEntries(bursts.map(({ way, bytes }) => [way, bytes])) };
}

interface Burst {
  readonly way: Direction;
  readonly bytes: number;
  readonly takes: Milliseconds;
}

function burstOf(way: Direction, impairment: Impairment): Burst[] {
  const { rate } = impairment[way];
  if (rate === undefined || rate > FASTEST_PROBED || !passesBytes(impairment)) return [];
  const bytes = Math.min(LARGEST_BURST, Math.max(SMALLEST_BURST, Math.round((rate * BURST) / 8000)));
  return [{ way, bytes, takes: (bytes * 8000) / rate + addedRtt(impairment) + MARGIN }];
}

/** Losses stall a TCP burst and a broken connection ends it: its rate would say nothing about the link's. */
function passesBytes({ up, down, connection }: Impairment): boolean {
  return (
    [up, down].every((way) => way.loss === undefined && way.partition === undefined) &&
    !breaksConnections(connection)
  );
}

function breaksConnections({ refuse, reset, halfOpen }: Impairment['connection']): boolean {
  return refuse !== undefined || reset !== undefined || halfOpen !== undefined;
}
