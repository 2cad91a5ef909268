import type { StepResult } from '../core/result.gen.ts';

/** How many of a step's gating expectations passed: `2/3`. */
export function passedCount({ expectations }: StepResult): string {
  const gating = expectations.filter(({ gate }) => gate === 'expect');
  return `${gating.filter(({ verdict }) => verdict === 'pass').length}/${gating.length}`;
}
