import type { LinkObservation } from '../../src/drivers/driver.ts';
import { Collector } from '../../src/engine/collector.ts';
import type { EvidenceSources } from '../../src/engine/gather-evidence.ts';
import type { Sample } from '../../src/metrics/sample.ts';
import type { Plan, PlannedStep } from '../../src/plan/plan.ts';
import { soundPlan } from './planning.ts';

/** Far from 0, so that a time of the clock is never taken for a time of the run. */
export const EPOCH = 1_000_000;

/** What a run of `text` knows before anything is measured. */
export function measuredRun(
  text: string,
): EvidenceSources & { readonly collector: Collector; readonly plan: Plan } {
  const plan = soundPlan(text);
  return { plan, collector: new Collector(plan, EPOCH), verdicts: new Map() };
}

export function stepOf(plan: Plan, name: string): PlannedStep {
  const step = plan.steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

/** One request of a load, due at a time of the run, answered after 20 ms unless `changes` say otherwise. */
export function sampleAt(due: number, changes: Partial<Sample> & { readonly latency?: number } = {}): Sample {
  const { latency = 20, ...others } = changes;
  const at = EPOCH + due;
  return { due: at, sent: at, end: at + latency, name: 'home', status: 200, ok: true, ...others };
}

/** `perSecond` requests in [from, to), evenly. */
export function samplesIn(
  from: number,
  to: number,
  perSecond: number,
  changes: Parameters<typeof sampleAt>[1] = {},
): Sample[] {
  const count = Math.round(((to - from) / 1000) * perSecond);
  return Array.from({ length: count }, (_, index) => sampleAt(from + (index * 1000) / perSecond, changes));
}

/** What a link saw, nothing unless `changes` say otherwise. */
export function observed(edge: string, changes: Partial<LinkObservation> = {}): LinkObservation {
  return { edge, samples: [], connectionsAt: [], traffic: [], openSince: [], unread: {}, ...changes };
}
