import type { Milliseconds } from '../../core/clock.ts';
import { addedRtt, type Impairment } from '../../impairment/model.ts';
import type { ScheduledState } from '../../impairment/varying/schedule.ts';
import type { TimedProbe } from '../probe/watch-link.ts';

/** After an outage, who sends again has backed off for up to as long as it was, and then needs the round trips of a new start. */
const BACK_OFF = 2;
const RESTART: Milliseconds = 1_000;
/** The first probe opens a connection, and those after it wait for that. */
const OPENING: Milliseconds = 200;
const OPENING_TRIPS = 2;

interface Stretch {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** The probes that tell of delays alone: none that met an outage, what comes after one, or the opening of the connection. */
export function quietProbes(
  schedule: readonly ScheduledState[],
  probes: readonly TimedProbe[],
): readonly TimedProbe[] {
  const longest = Math.max(...schedule.map(({ impairment }) => addedRtt(impairment)));
  const first = probes[0]?.at ?? 0;
  const trip = Math.max(0, ...schedule.slice(0, 1).map(({ impairment }) => addedRtt(impairment)));
  const opening = { from: first, to: first + OPENING_TRIPS * trip + OPENING };
  const loud = [opening, ...outages(schedule, longest)];
  return probes.filter(({ at }) => loud.every(({ from, to }) => at < from || at >= to));
}

function outages(schedule: readonly ScheduledState[], longest: Milliseconds): Stretch[] {
  return schedule.flatMap(({ at, impairment }, index) => {
    if (!isOutage(impairment)) return [];
    const end = schedule[index + 1]?.at ?? Infinity;
    return [{ from: at - longest, to: end + BACK_OFF * (end - at) + longest + RESTART }];
  });
}

function isOutage({ up, down, connection }: Impairment): boolean {
  const { refuse, reset, halfOpen } = connection;
  const isCut = [up, down].some((way) => way.partition === true || way.loss?.average === 1);
  return isCut || refuse !== undefined || reset !== undefined || halfOpen !== undefined;
}
