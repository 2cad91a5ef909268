import type { Milliseconds } from '../../core/clock.ts';
import { RecentWindow } from '../../metrics/recent-window.ts';
import type { Observation } from '../../metrics/observation.ts';
import { tagOf } from '../../metrics/series.ts';
import type { Plan, PlannedGuard } from '../../plan/plan.ts';
import { tripOf } from '../../slo/guard.ts';
import type { Collector } from '../collector.ts';
import type { RunContext } from '../context.ts';
import { whoKnowsOpen } from '../gather-evidence.ts';
import type { LinkReader } from '../heartbeat.ts';
import { GuardTripped } from '../run-ending.ts';

/** Loads tell as often what they saw, so a guard knows within half a second. */
const LOOK_EVERY: Milliseconds = 250;
/** Parts of what a guard looks back on: it is wrong by one of them at most. */
const SLOTS = 50;

/** What of a walk guards look at. */
export interface GuardedRun {
  readonly context: Pick<RunContext, 'abort' | 'clock' | 'plan' | 'signal'>;
  readonly collector: Collector;
  readonly reader: Pick<LinkReader, 'read'>;
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
}

export interface GuardWatch {
  /** Resolves when no guard is looked at any more. */
  stop(): Promise<void>;
}

interface Watched {
  readonly guard: PlannedGuard;
  readonly recent: RecentWindow;
}

/** Looks at the guards of a run from its first step to the end of its last, and ends the run when one holds. */
export function watchGuards(run: GuardedRun): GuardWatch {
  const { context, collector } = run;
  const watched = context.plan.guards.map((guard) => ({
    guard,
    recent: new RecentWindow(guard.over / SLOTS, SLOTS),
  }));
  if (watched.length === 0) return { stop: async () => {} };
  const stopped = new AbortController();
  const forget = listen(collector, watched);
  const looking = lookUntilEnd(run, watched, AbortSignal.any([context.signal, stopped.signal]))
    .catch((error: unknown) => {
      if (!stopped.signal.aborted) context.abort(error instanceof Error ? error : new Error(String(error)));
    })
    .finally(forget);
  return {
    stop: async () => {
      stopped.abort(new Error('the guards are over'));
      await looking;
    },
  };
}

function listen(collector: Collector, watched: readonly Watched[]): () => void {
  const tell = (subject: string, observation: Observation): void => {
    for (const { guard, recent } of watched) {
      const { left } = guard.expectation;
      if (left.subject === subject && left.tags.every((tag) => tagOf(observation, tag.key) === tag.value))
        recent.add(observation);
    }
  };
  const forgetEdges = collector.watch((edge, _sample, observation) => tell(edge.name, observation));
  const forgetLoads = collector.watchLoads({
    sample: (load, _sample, observation) => tell(load, observation),
    dropped: () => {},
  });
  return () => {
    forgetEdges();
    forgetLoads();
  };
}

async function lookUntilEnd(
  run: GuardedRun,
  watched: readonly Watched[],
  signal: AbortSignal,
): Promise<void> {
  const { context, reader, epoch } = run;
  const { clock, plan } = context;
  const readsLinks = watched.some(({ guard }) => looksAtEdge(plan, guard));
  for (;;) {
    await clock.sleep(Math.max(LOOK_EVERY, epoch - clock.now()), signal);
    if (readsLinks) await reader.read();
    const now = clock.now() - epoch;
    if (now > plan.duration) return;
    const [tripped] = watched.flatMap((one) => trip(run, one, now) ?? []);
    if (tripped === undefined) continue;
    context.abort(tripped);
    return;
  }
}

function trip({ context, collector }: GuardedRun, one: Watched, now: Milliseconds): GuardTripped | undefined {
  const { guard, recent } = one;
  const { subject, tags } = guard.expectation.left;
  const seen = recent.upTo(now);
  // Nobody knows which request an open one will turn out to be.
  const due =
    tags.length > 0
      ? []
      : collector.openDueIn(whoKnowsOpen(context.plan, subject), { from: -Infinity, to: Infinity });
  const why = tripOf(guard, { ...seen, open: due.map((at) => Math.max(0, seen.until - at)) });
  return why === undefined ? undefined : new GuardTripped(guard, why, now);
}

/** What is open on the way of a load of k6, only its edge knows. */
function looksAtEdge(plan: Plan, { expectation }: PlannedGuard): boolean {
  const { subject } = expectation.left;
  return plan.edges.some(({ name }) => name === subject || name === whoKnowsOpen(plan, subject));
}
