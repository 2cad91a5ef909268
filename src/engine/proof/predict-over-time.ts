import type { Milliseconds } from '../../core/clock.ts';
import { latestBefore } from '../../core/latest-before.ts';
import type { Direction } from '../../impairment/model.ts';
import type { ScheduledState } from '../../impairment/varying/schedule.ts';
import type { ProbedEdge } from '../../plan/probe-plan.ts';
import { base } from './predict.ts';

/**
 * The round trips that small probes would show on a link that follows its schedule exactly: each way takes what is in force when the probe
 * enters it. In a stream over the proxy a delay that shrinks hurries what is under way; in the kernel's queue it does not, and a probe behind
 * a rate waits for those before it. Jitter and losses are not in it.
 */
export function predictOverTime(
  schedule: readonly ScheduledState[],
  sentAt: readonly Milliseconds[],
  { protocol, bytes }: ProbedEdge,
): Milliseconds[] {
  const times = schedule.map(({ at }) => at);
  const weight = bytes === undefined ? {} : { bytes };
  const isStream = protocol !== 'udp';
  const last: Record<Direction, Milliseconds> = { up: -Infinity, down: -Infinity };
  const arrival = (way: Direction, from: Milliseconds): Milliseconds => {
    const entered = Math.max(0, latestBefore(times, from));
    const { impairment } = schedule[entered]!;
    let at = from + base(impairment[way], weight);
    const hurrying = isStream ? schedule.length : 0;
    for (let next = entered + 1; next < hurrying && times[next]! < at; next += 1)
      at = Math.min(at, times[next]! + base(schedule[next]!.impairment[way], weight));
    if (isStream || impairment[way].rate !== undefined) at = Math.max(at, last[way]);
    last[way] = at;
    return at;
  };
  return sentAt.map((sent) => arrival('down', arrival('up', sent)) - sent);
}
