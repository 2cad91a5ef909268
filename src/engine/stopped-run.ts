import type { Milliseconds } from '../core/clock.ts';
import type { StepResult, StoppedRun } from '../core/result.gen.ts';
import type { Plan } from '../plan/plan.ts';
import { stepLabel } from './walk-steps.ts';

/** What a run that ended at `at`, from the start of the first step, left unjudged; undefined where no such step had begun. */
export function stoppedRun(
  plan: Plan,
  judged: readonly Pick<StepResult, 'name'>[],
  at: Milliseconds,
): StoppedRun | undefined {
  const unfinished = plan.steps.flatMap((step, index) => {
    const { name, start } = step;
    const begun = start <= at && !judged.some((result) => result.name === name);
    return begun ? [{ name, number: index + 1, network: stepLabel(step), start }] : [];
  });
  return unfinished.length === 0 ? undefined : { at: Math.round(at), planned: plan.steps.length, unfinished };
}
