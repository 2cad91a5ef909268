import type { Milliseconds } from '../core/clock.ts';
import { untilAborted } from '../core/until-aborted.ts';
import type { RunningLoad } from '../load/load.ts';
import { isLastStep, isOfK6, type PlannedStep } from '../plan/plan.ts';
import type { Collector } from './collector.ts';
import type { RunContext } from './context.ts';
import type { LinkReader } from './heartbeat.ts';
import { loadsOnUnreadableEdges } from './late-requests.ts';
import { LoadFailed } from './run-ending.ts';

/** What of a walk knows whether requests are open. */
export interface OpenRequests {
  readonly context: Pick<RunContext, 'clock' | 'plan' | 'signal'>;
  readonly collector: Collector;
  readonly reader: Pick<LinkReader, 'read'>;
  readonly load: RunningLoad;
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
}

/** k6 gives a request up after a minute; nobody waits so long for a verdict. */
const LONGEST_WAIT: Milliseconds = 10_000;
const LOOK_AGAIN: Milliseconds = 200;

/** Resolves when all is told that the step is judged by; after the last one, the loads are stopped. */
export async function allTold(walk: OpenRequests, step: PlannedStep): Promise<void> {
  const { context, load, reader } = walk;
  const isLast = isLastStep(context.plan, step);
  if (isLast) await timedProgramsAreOver(walk);
  await untilAborted(allEnded(walk, step), context.signal);
  // Before the stop, which closes the connections: their edges would forget what is still open on them.
  await reader.read();
  // What k6 and commands say of their whole run, they say when it is over.
  if (isLast) await untilAborted(load.stop(), context.signal);
}

/** A command that says how long it may take is given that time. */
async function timedProgramsAreOver({ context, collector, epoch }: OpenRequests): Promise<void> {
  const { clock, plan, signal } = context;
  for (const load of plan.loads) {
    if (load.kind !== 'command' || load.within === undefined) continue;
    while (!collector.ends.has(load.name) && clock.now() - epoch <= load.within) {
      throwIfFailed(collector);
      await clock.sleep(LOOK_AGAIN, signal);
    }
  }
}

/** Resolves when every request that was due in the step has ended, or has been given up waiting for. */
async function allEnded(walk: OpenRequests, step: PlannedStep): Promise<void> {
  const { context, epoch, load } = walk;
  await load.settled(step.end);
  const waited = [await edgesAreQuiet(walk, step), await unknownAreOver(walk, step)].includes(true);
  if (!waited) return;
  // What has ended meanwhile on the edges, k6 tells a little later.
  await load.settled(context.clock.now() - epoch);
}

/** Whether anything was waited for: k6 does not know its open requests, the edges that they take do. */
async function edgesAreQuiet(
  { context, collector, epoch, reader }: OpenRequests,
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

/** Whether anything was waited for: of the requests on an edge that cannot be read, only the end of their k6 says that they are over. */
async function unknownAreOver(
  { context, collector, epoch }: OpenRequests,
  { end }: PlannedStep,
): Promise<boolean> {
  const { clock, plan, signal } = context;
  const loads = loadsOnUnreadableEdges(plan);
  const mayBeOpen = (): boolean => loads.some((load) => !collector.ends.has(load));
  if (!mayBeOpen()) return false;
  while (mayBeOpen() && clock.now() - epoch < end + LONGEST_WAIT) await clock.sleep(LOOK_AGAIN, signal);
  return true;
}

/** A load that cannot go on ends the run, with what its engine says of it. */
export function throwIfFailed({ failures }: Collector): void {
  const [failure] = failures;
  if (failure !== undefined) throw failure.error ?? new LoadFailed(failure.load, failure.reason);
}
