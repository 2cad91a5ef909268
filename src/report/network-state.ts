import type { StepEdge, StepResult } from '../core/result.gen.ts';

/** The edges that a step impairs. */
export function impairedEdges(step: StepResult): readonly StepEdge[] {
  return step.edges.filter(({ label }) => label !== 'clear');
}

/** The state of the network in a step, in one line: `last-mile: wpt/3g`, or `clear`. */
export function networkState(step: StepResult): string {
  const impaired = impairedEdges(step).map(({ edge, label }) => `${edge}: ${label}`);
  return impaired.length === 0 ? 'clear' : impaired.join(', ');
}
