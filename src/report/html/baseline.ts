import type { StepResult } from '../../core/result.gen.ts';
import { impairedEdges } from '../network-state.ts';

/**
 * What a step is shown beside: the step named `baseline`, as expectations mean the word, or else the first that impairs nothing.
 * Undefined for that step itself, and where there is none before it.
 */
export function baselineOf(steps: readonly StepResult[], index: number): StepResult | undefined {
  const before = steps.slice(0, index);
  const named = steps.findIndex(({ name }) => name === 'baseline');
  if (named !== -1) return before[named];
  return before.find((step) => impairedEdges(step).length === 0);
}
