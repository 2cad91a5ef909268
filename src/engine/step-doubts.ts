import type { StepEdge } from '../core/result.gen.ts';
import { isImpaired, type Plan, type PlannedStep } from '../plan/plan.ts';
import type { Collector } from './collector.ts';
import { lateReason } from './transition.ts';
import { isUsed } from './usage-log.ts';
import type { EndedStep } from './walk-steps.ts';

/** Why the window of a step cannot be trusted, whatever was measured in it. */
export function doubtsOf({ step, late }: EndedStep, edges: readonly StepEdge[]): string[] {
  return [
    ...edges
      .filter((edge) => edge.proof.outcome === 'failed')
      .map((edge) => `edge ${edge.edge} is not proved: ${edge.proof.reason}`),
    ...edges
      .filter((edge) => impairs(step, edge) && !isUsed(edge.usage))
      .map((edge) => `edge ${edge.edge} was impaired, and nothing used it in the window (edge-unused)`),
    ...(late > 0 ? [lateReason(step, late)] : []),
  ];
}

/** Nothing makes the program of a load take its edge: one that went past it measured another network. */
export function bypassed(
  plan: Plan,
  { ends, epoch }: Collector,
  { step }: EndedStep,
  edges: readonly StepEdge[],
): string[] {
  return plan.loads.flatMap((load) => {
    const edge = edges.find((candidate) => candidate.edge === load.through);
    if (load.kind === 'arrivals' || edge === undefined || isUsed(edge.usage) || impairs(step, edge))
      return [];
    const end = ends.get(load.name);
    if (end !== undefined && end.at - epoch < step.windowStart) return [];
    return [
      `edge ${edge.edge} was not used by load ${load.name} in the window (edge-unused): let it ask \`SQUALL_TARGET\``,
    ];
  });
}

export function impairs(step: PlannedStep, { edge }: StepEdge): boolean {
  const link = step.links.find((candidate) => candidate.edge === edge);
  return link !== undefined && isImpaired(link);
}
