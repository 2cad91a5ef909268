import type { Milliseconds } from '../core/clock.ts';
import { isOfK6, type PlannedStep } from '../plan/plan.ts';
import type { Collector } from './collector.ts';
import { LoadFailed } from './run-ending.ts';
import type { Walk } from './walk-steps.ts';

/** k6 gives a request up after a minute; nobody waits so long for a verdict. */
const LONGEST_WAIT: Milliseconds = 10_000;
const LOOK_AGAIN: Milliseconds = 200;

/** Resolves when every request that was due in the step has ended, or has been given up waiting for. */
export async function allEnded(walk: Walk, step: PlannedStep): Promise<void> {
  const { context, epoch, load } = walk;
  await load.settled(step.end);
  if (!(await edgesAreQuiet(walk, step))) return;
  // What has ended meanwhile on the edges, k6 tells a little later.
  await load.settled(context.clock.now() - epoch);
}

/** Whether anything was waited for: k6 does not know its open requests, the edges that they take do. */
async function edgesAreQuiet(
  { context, collector, epoch, reader }: Walk,
  { start, end }: PlannedStep,
): Promise<boolean> {
  const { clock, plan, signal } = context;
  const edges = plan.loads.filter((load) => isOfK6(load)).map((load) => load.through);
  const isOpen = (): boolean =>
    edges.some((edge) => collector.openDueIn(edge, { from: start, to: end }).length > 0);
  await reader.read();
  if (!isOpen()) return false;
  while (isOpen() && clock.now() - epoch < end + LONGEST_WAIT) {
    await clock.sleep(LOOK_AGAIN, signal);
    await reader.read();
  }
  return true;
}

/** A load that cannot go on ends the run, with what its engine says of it. */
export function throwIfFailed({ failures }: Collector): void {
  const [failure] = failures;
  if (failure !== undefined) throw failure.error ?? new LoadFailed(failure.load, failure.reason);
}
