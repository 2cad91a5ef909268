import { formatRatio } from '../../core/units/ratio.ts';
import type { LiftedExpectation } from '../lift-expectations.ts';
import type { PlannedCheck } from '../planned-expectation.ts';
import type { Scope } from '../scope.ts';

/** A share up to this one, asked of what should succeed, is a fraction with a percent sign behind it. */
const LARGEST_SLIP = 0.01;

/** `success(x) >= 0.98%` can be judged, holds of nearly everything, and is almost surely not what was meant. */
export function checkShares(scope: Scope, lifted: readonly LiftedExpectation[]): void {
  for (const item of lifted) {
    if (item.planned.kind === 'check') checkShare(scope, item, item.planned);
  }
}

function checkShare(scope: Scope, { at }: LiftedExpectation, { expectation }: PlannedCheck): void {
  const { left, comparison, bound } = expectation;
  const [term, ...others] = bound;
  if (left.fn.kind !== 'success' || !comparison.startsWith('>') || others.length > 0) return;
  if (term?.kind !== 'quantity' || term.value <= 0 || term.value > LARGEST_SLIP) return;
  scope.report({
    code: 'tiny-share',
    severity: 'warning',
    message: `\`${term.text}\` of all requests is nearly none of them`,
    hint: `write \`${formatRatio(term.value * 100)}\` if that was meant`,
    at,
    within: { start: term.start, end: term.end },
  });
}
