import type { Milliseconds } from '../../core/clock.ts';
import type { Impairment } from '../../impairment/model.ts';
import { latestBefore } from '../../impairment/varying/latest-before.ts';
import type { ScheduledState } from '../../impairment/varying/schedule.ts';
import type { ProbedEdge } from '../../plan/probe-plan.ts';
import { base } from './predict.ts';

/**
 * The round trips that small probes would show on a link that follows its schedule exactly: each way takes what is in force when the probe
 * enters it. In a stream, and behind a rate, a probe waits for those that were sent before a delay shrank. Jitter and losses are not in it.
 */
export function predictOverTime(
  schedule: readonly ScheduledState[],
  sentAt: readonly Milliseconds[],
  { protocol, bytes }: ProbedEdge,
): Milliseconds[] {
  const times = schedule.map(({ at }) => at);
  const stateAt = (t: Milliseconds): Impairment => schedule[Math.max(0, latestBefore(times, t))]!.impairment;
  const weight = bytes === undefined ? {} : { bytes };
  let arrived = -Infinity;
  let answered = -Infinity;
  return sentAt.map((sent) => {
    const { up } = stateAt(sent);
    const there = sent + base(up, weight);
    arrived = protocol !== 'udp' || up.rate !== undefined ? Math.max(arrived, there) : there;
    const { down } = stateAt(arrived);
    const back = arrived + base(down, weight);
    answered = protocol !== 'udp' || down.rate !== undefined ? Math.max(answered, back) : back;
    return answered - sent;
  });
}
