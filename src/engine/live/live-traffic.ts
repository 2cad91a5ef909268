import type { Milliseconds } from '../../core/clock.ts';
import type { TimeRange, Timeline } from '../../metrics/timeline.ts';
import { trafficResult } from '../../traffic/traffic-result.ts';
import type { RunContext } from '../context.ts';
import type { RunProgress } from '../run-scenario.ts';
import type { LiveTraffic } from './messages.ts';

/** What was asked in the last `length` of the steps, or in as much of it as there is, everything up to now read. */
export async function liveTraffic(
  { clock }: Pick<RunContext, 'clock'>,
  progress: RunProgress,
  length: Milliseconds,
): Promise<LiveTraffic> {
  const { collector, epoch, reader } = progress;
  if (collector === undefined || epoch === undefined) return { seconds: 0, traffic: [] };
  // A run that is being interrupted reads no more, and what was read stands.
  if (progress.endedAt === undefined) await reader?.read().catch(() => {});
  const range = recentRange(collector.timeline, (progress.endedAt ?? clock.now()) - epoch, length);
  return { seconds: (range.to - range.from) / 1000, traffic: collector.traffic(range).map(trafficResult) };
}

/** The whole blocks that lie in the last `length` before `now`; at least the last one, where any is over. */
export function recentRange(timeline: Timeline, now: Milliseconds, length: Milliseconds): TimeRange {
  const over = timeline.blocks.filter(({ to }) => to <= now);
  const last = over.at(-1);
  if (last === undefined) return { from: 0, to: 0 };
  const first = over.find(({ from }) => from >= last.to - length) ?? last;
  return { from: first.from, to: last.to };
}
