import type { Milliseconds } from '../core/clock.ts';
import type { PlannedStep } from '../plan/plan.ts';

/** Instants beside start, window and end at which a judged window of the step begins. */
export function stepCuts(step: PlannedStep): Milliseconds[] {
  return step.expectations.flatMap((item) => (item.kind === 'check' ? [item.from] : []));
}
