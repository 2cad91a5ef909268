import type { StepResult, SubjectSummary } from '../../../core/result.gen.ts';
import { impairedEdges } from '../../network-state.ts';
import { WORST_FIRST } from '../../worst-first.ts';

/** A step whose figures stand in the drawing. */
export interface ShownStep {
  readonly step: StepResult;
  readonly number: number;
}

/** The step with the worst verdict; among equals one that impairs the network, and of those the slowest. */
export function worstStep(steps: readonly StepResult[]): ShownStep | undefined {
  const ranked = steps.map((step, index) => ({ step, number: index + 1 }));
  return ranked.toSorted(
    (a, b) =>
      WORST_FIRST.indexOf(a.step.verdict) - WORST_FIRST.indexOf(b.step.verdict) ||
      Number(impairedEdges(b.step).length > 0) - Number(impairedEdges(a.step).length > 0) ||
      slowest(b.step) - slowest(a.step),
  )[0];
}

/** Infinite where no answer came: the order must not depend on a difference of two of them. */
function slowest({ subjects }: StepResult): number {
  const figures = subjects.map(({ p95, n }: SubjectSummary) => p95 ?? (n === 0 ? 0 : Number.MAX_VALUE));
  return Math.max(0, ...figures);
}

/** The edges that a failed expectation of the step is explained by. */
export function culpritEdges({ expectations }: StepResult): ReadonlySet<string> {
  return new Set(
    expectations.flatMap(({ culprit }) =>
      culprit?.kind === 'named' && culprit.edge !== undefined ? [culprit.edge] : [],
    ),
  );
}
