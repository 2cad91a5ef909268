import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { InstalledLink } from '../../drivers/driver.ts';
import { PING_FRAME } from '../../core/probe-size.ts';
import { longestQueue } from '../../impairment/longest-queue.ts';
import { addedRtt } from '../../impairment/model.ts';
import type { ScheduledState } from '../../impairment/varying/schedule.ts';

/** Often enough to follow a curve. */
const INTERVAL: Milliseconds = 50;
/** Of what the slowest state carries: a probe is not a load. */
const SHARE = 0.02;
/** Of a longer window the probes are further apart. */
const MOST_PROBES = 6_000;
/** Of the answers to the last probes, and of the end of the window. */
const MARGIN: Milliseconds = 250;

/** One small probe that came back; times from the run's start. */
export interface TimedProbe {
  readonly at: Milliseconds;
  readonly rtt: Milliseconds;
}

export interface WatchedLink {
  readonly link: InstalledLink;
  readonly schedule: readonly ScheduledState[];
  readonly clock: Clock;
  readonly epoch: Milliseconds;
  /** When the probes have to be back, from the run's start. */
  readonly end: Milliseconds;
}

/** Sends small probes through a link while it varies, until shortly before `end`; nothing where that is too short. */
export async function watchLink(
  { link, schedule, clock, epoch, end }: WatchedLink,
  signal: AbortSignal,
): Promise<readonly TimedProbe[]> {
  const slowest = Math.max(
    ...schedule.map(({ impairment }) => addedRtt(impairment) + longestQueue(impairment)),
  );
  const within = end - (clock.now() - epoch) - MARGIN;
  const time = within - slowest;
  const rates = schedule.flatMap(({ impairment: { up, down } }) => [up.rate, down.rate]);
  const slowestRate = Math.min(...rates.map((rate) => rate ?? Infinity));
  const interval = Math.max(INTERVAL, time / MOST_PROBES, (PING_FRAME * 8000) / (SHARE * slowestRate));
  const count = Math.floor(time / interval);
  if (count < 1) return [];
  const { rtts, sentAt = [] } = await link.probe({ within, count, interval }, signal);
  return rtts.flatMap((rtt, index) => {
    const at = sentAt[index];
    return at === undefined ? [] : [{ at: at - epoch, rtt }];
  });
}
