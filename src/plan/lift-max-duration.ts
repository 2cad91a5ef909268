import type { Milliseconds } from '../core/clock.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

/** What the run may take; one that its own steps outlast could never come to its end. */
export function liftMaxDuration(scope: Scope, steps: Milliseconds): Milliseconds | undefined {
  const text = scope.document['max-duration'];
  if (text === undefined) return undefined;
  const most = durationOr(text, Infinity);
  if (most <= steps) {
    scope.report({
      code: 'max-duration-short',
      message: `the steps alone last ${formatDuration(steps)}, and the run may take ${formatDuration(most)} with all that it sets up`,
      hint: `write more than \`${formatDuration(steps)}\`, or make the steps shorter`,
      at: ['max-duration'],
    });
  }
  return most;
}
