import { formatDuration } from '../core/units/duration.ts';
import type { Milliseconds } from '../core/clock.ts';
import type { Proof, ProofRow } from '../core/result.gen.ts';
import type { InstalledLink } from '../drivers/driver.ts';
import {
  isEverImpaired,
  type Plan,
  type PlannedEdge,
  type PlannedLink,
  type PlannedStep,
} from '../plan/plan.ts';
import type { RunContext } from './context.ts';
import { probing, PROOF_MARGIN } from '../plan/probe-plan.ts';
import { prove } from './proof/prove.ts';
import type { Stage } from './set-up.ts';

/** What became of one link at the beginning of a step. */
export interface LinkTransition {
  readonly edge: string;
  readonly proof: Proof;
  /** From the run's start; absent when there was nothing to change. */
  readonly changedAt?: Milliseconds;
  /** From the run's start; absent when there was nothing to prove. */
  readonly provedAt?: Milliseconds;
}

/** Applies the difference to the step before, then proves every link that the scenario impairs anywhere. */
export async function makeTransition(
  context: RunContext,
  stage: Stage,
  step: PlannedStep,
  epoch: Milliseconds,
): Promise<LinkTransition[]> {
  return await Promise.all(
    step.links.map(async (planned) => {
      const changedAt = await change(context, stage, { step, planned, epoch });
      const proof = await proveLink(context, stage, { step, planned, epoch });
      return {
        edge: planned.edge,
        proof,
        ...(changedAt !== undefined && { changedAt }),
        ...(proof.outcome !== 'unnecessary' && { provedAt: context.clock.now() - epoch }),
      };
    }),
  );
}

interface Place {
  readonly step: PlannedStep;
  readonly planned: PlannedLink;
  readonly epoch: Milliseconds;
}

async function change(
  context: RunContext,
  stage: Stage,
  { step, planned, epoch }: Place,
): Promise<Milliseconds | undefined> {
  if (!planned.changed) return undefined;
  const { clock, emitter } = context;
  const begin = clock.now();
  await linkOf(stage, planned.edge).change(planned.impairment);
  const took = clock.now() - begin;
  emitter.emit({ kind: 'link.changed', step: step.name, edge: planned.edge, label: planned.label, took });
  return clock.now() - epoch;
}

async function proveLink(context: RunContext, stage: Stage, { step, planned, epoch }: Place): Promise<Proof> {
  const { clock, emitter, plan, signal } = context;
  if (!isEverImpaired(plan, planned.edge)) {
    return { outcome: 'unnecessary', rows: [], reason: 'never impaired in this scenario' };
  }
  const link = linkOf(stage, planned.edge);
  const settle = step.windowStart - (clock.now() - epoch) - PROOF_MARGIN;
  const edge = edgeOf(plan, planned.edge);
  const proof = await prove(
    {
      link,
      impairment: planned.impairment,
      settle,
      clock,
      ...probing(edge),
      unprobed: edge.place.kind === 'interface',
    },
    signal,
  );
  emitter.emit({
    kind: 'proof.made',
    step: step.name,
    edge: planned.edge,
    outcome: proof.outcome,
    lines: proof.rows.length === 0 ? [proof.reason] : proof.rows.map((row) => proofLine(row)),
  });
  return proof;
}

function linkOf({ links }: Stage, edge: string): InstalledLink {
  const link = links.get(edge);
  if (link === undefined) throw new Error(`no driver has installed edge ${edge}`);
  return link;
}

function edgeOf(plan: Plan, name: string): PlannedEdge {
  const edge = plan.edges.find((candidate) => candidate.name === name);
  if (edge === undefined) throw new Error(`unknown edge ${name}`);
  return edge;
}

function proofLine(row: ProofRow): string {
  const n = row.n === undefined ? '' : ` (n=${row.n})`;
  const note = row.note === undefined ? '' : `; ${row.note}`;
  return `${row.what} requested ${row.requested}, predicted ${row.predicted}, observed ${row.observed}${n}${note}`;
}

/** Why the window of a step cannot be trusted, when its links were late. */
export function lateReason(step: PlannedStep, late: Milliseconds): string {
  return `the network state was in force and proved ${formatDuration(late)} after the window of step \`${step.name}\` opened: give it a longer \`settle\``;
}
