import type { Milliseconds } from '../../core/clock.ts';
import type { PlannedEdge, PlannedStep } from '../../plan/plan.ts';
import type { Collector } from '../collector.ts';
import type { RunContext } from '../context.ts';
import type { RunProgress } from '../run-scenario.ts';
import { stepLabel } from '../walk-steps.ts';
import type { LiveEdge, LiveState } from './messages.ts';

/** Where a run is, read from its plan and its clock: nothing is asked of a driver. */
export function liveState({ plan, folder, clock }: RunContext, progress: RunProgress): LiveState {
  const t = runTime(progress, clock.now());
  const step = t === undefined ? undefined : plan.steps.find(({ start, end }) => start <= t && t < end);
  return {
    run: folder.id,
    scenario: plan.scenario.name,
    left: progress.endedAt === undefined ? timeLeft(plan.duration, t ?? 0) : 0,
    services: plan.services.map(({ name }) => name),
    edges: plan.edges.map((edge) => liveEdge(edge, step, progress.collector)),
    ...(t !== undefined &&
      step !== undefined && {
        step: { name: step.name, label: stepLabel(step), left: Math.round(step.end - t) },
      }),
  };
}

/** Since the first step's start; undefined before everything stands and once the steps are over or given up. */
export function runTime({ epoch, endedAt }: RunProgress, now: Milliseconds): Milliseconds | undefined {
  return epoch === undefined || endedAt !== undefined ? undefined : now - epoch;
}

/** All of it before the first step. */
function timeLeft(duration: Milliseconds, t: Milliseconds): Milliseconds {
  return Math.round(Math.min(duration, Math.max(0, duration - t)));
}

function liveEdge(
  edge: PlannedEdge,
  step: PlannedStep | undefined,
  collector: Collector | undefined,
): LiveEdge {
  const { name, from, to, protocol, driver } = edge;
  const label = step?.links.find((link) => link.edge === name)?.label ?? 'clear';
  const shown = { name, from, to: to.map(({ service }) => service), protocol, driver, label };
  if (collector === undefined || edge.place.kind !== 'listen') return shown;
  const { open, bytes } = collector.usage(name).between(-Infinity, Infinity);
  return {
    ...shown,
    bytes,
    ...(open !== undefined && { open }),
    ...(edge.readable && { requests: collector.series(name).total() }),
  };
}
