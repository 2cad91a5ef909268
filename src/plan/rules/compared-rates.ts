import type { Milliseconds } from '../../core/clock.ts';
import { formatFrequency, type PerSecond } from '../../core/units/frequency.ts';
import { referenceOf } from '../../slo/evidence.ts';
import type { BaselineTerm, MetricTerm } from '../../slo/grammar.ts';
import { arrivalsIn } from '../arrivals.ts';
import type { LiftedExpectation } from '../lift-expectations.ts';
import type { PlannedArrivals, PlannedLoad } from '../plan.ts';
import type { PlannedCheck } from '../planned-expectation.ts';
import type { Scope } from '../scope.ts';
import type { StepTimes } from '../step-times.ts';

type Reference = BaselineTerm | MetricTerm;

/** As a ratio: two ramps may come to nearly the same. */
const NEARLY_SAME = 0.01;

/** `rps(x) >= 0.9x baseline` in a step that asks three times as often holds whatever the system does. */
export function checkComparedRates(
  scope: Scope,
  lifted: readonly LiftedExpectation[],
  { loads, times }: { readonly loads: readonly PlannedLoad[]; readonly times: readonly StepTimes[] },
): void {
  for (const { planned, at } of lifted) {
    if (planned.kind !== 'check') continue;
    const { left } = planned.expectation;
    const reference = loneReference(planned);
    const load = loads.find(({ name, through }) => name === left.subject || through === left.subject);
    if (reference === undefined || load?.kind !== 'arrivals') continue;
    const { step = '' } = referenceOf(reference, left);
    const then = times[scope.names.steps.indexOf(step)];
    if (then === undefined) continue;
    const now = meanRate(load, planned.from, planned.to);
    const before = meanRate(load, then.windowStart, then.end);
    if (isAccountedFor(reference, now / before)) continue;
    scope.report({
      code: 'compared-rates',
      severity: 'warning',
      message: `load \`${load.name}\` is at ${formatFrequency(now)} here and at ${formatFrequency(before)} in step \`${step}\`: \`rps\` differs by that, whatever the system does`,
      hint: `compare with a value, as \`${formatFrequency(0.95 * now)}\`, or expect \`success(${left.subject})\`, which does not follow the rate`,
      at,
      within: { start: reference.start, end: reference.end },
    });
  }
}

/** The `rps` of another step, if it alone is the bound: what is added to it may account for the load. */
function loneReference({ expectation: { left, bound } }: PlannedCheck): Reference | undefined {
  const [term, ...others] = bound;
  if (left.fn.kind !== 'rps' || others.length > 0) return undefined;
  if (term?.kind !== 'baseline' && term?.kind !== 'measured') return undefined;
  const { fn, subject } = referenceOf(term, left).metric;
  return fn.kind === 'rps' && subject === left.subject ? term : undefined;
}

/** A factor that is nearer to the ratio of the rates than to 1 was written for it: `2.9x baseline` at three times the rate. */
function isAccountedFor({ factor, change }: Reference, ratio: number): boolean {
  if (Number.isNaN(ratio) || Math.abs(ratio - 1) <= NEARLY_SAME) return true;
  const asked = factor * (change === undefined ? 1 : 1 + change.sign * change.share);
  return Math.abs(Math.log(asked / ratio)) < Math.abs(Math.log(asked));
}

function meanRate(load: PlannedArrivals, from: Milliseconds, to: Milliseconds): PerSecond {
  return arrivalsIn(load, from, to) / ((to - from) / 1000);
}
