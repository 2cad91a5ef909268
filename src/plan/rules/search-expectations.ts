import type { Pointer } from '../../scenario/source.ts';
import { refersToPrevious } from '../../slo/evidence.ts';
import type { LiftedExpectation } from '../lift-expectations.ts';
import type { PlannedCheck } from '../planned-expectation.ts';
import type { Scope } from '../scope.ts';

/** The checks that a search tries at each value; what it cannot try is reported. None where the step does not search. */
export function checkSearchExpectations(
  scope: Scope,
  step: number,
  lifted: readonly LiftedExpectation[],
): PlannedCheck[] {
  const document = scope.document.steps[step];
  if (document?.search === undefined) return [];
  const at = ['steps', step];
  for (const key of ['browser', 'do'] as const) {
    if (document[key] === undefined) continue;
    scope.report({
      code: 'search-step',
      message: `\`${key}\` stands beside \`search\`: no two values would meet the same`,
      hint: 'put it into a step of its own',
      at: [...at, key],
      where: 'key',
    });
  }
  for (const [load, rate] of Object.entries(document.load ?? {})) {
    if (typeof rate === 'string') continue;
    scope.report({
      code: 'search-step',
      message: `load \`${load}\` changes its rate while the step searches: no two values would meet the same`,
      hint: 'give it one rate in this step',
      at: [...at, 'load', load],
    });
  }
  if ((document.expect ?? []).length === 0) {
    scope.report({
      code: 'search-expectation',
      message: 'a search finds where what is expected breaks, and this step has no `expect`',
      hint: `add what has to hold, as \`- success(${scope.names.loads[0] ?? 'LOAD'}) >= 99%\``,
      at: [...at, 'search'],
      where: 'key',
    });
  }
  return lifted.flatMap((item) => {
    const { planned, at: place } = item;
    const why = whyNot(scope, item);
    if (why !== undefined) reportUnfit(scope, { ...why, at: place });
    return planned.kind === 'check' && why === undefined ? [planned] : [];
  });
}

interface Unfit {
  readonly message: string;
  readonly hint: string;
}

/** Why a search cannot try an expectation at each value; undefined where it can. */
function whyNot(scope: Scope, { planned, at, step }: LiftedExpectation): Unfit | undefined {
  if (planned.gate === 'warn') {
    const message = 'a search has nothing to warn of: a value holds what is expected, or it does not';
    return { message, hint: 'move it to `expect`, or remove it' };
  }
  if (planned.kind !== 'check') {
    const message = 'a search judges requests, many times over; this is judged once, of a whole step';
    return { message, hint: 'expect it in a step of its own' };
  }
  const { left, comparison } = planned.expectation;
  if (left.own !== undefined) {
    const message = 'a search judges requests, and this is a metric of the load itself';
    return { message, hint: `judge the requests, as \`p95(${left.subject}) < 1s\`` };
  }
  const { kind } = left.fn;
  if (
    (kind !== 'percentile' && kind !== 'success' && kind !== 'errors' && kind !== 'mean') ||
    comparison === '=='
  ) {
    const message = 'this has no interval, so no number of requests makes it sure enough for a search';
    return { message, hint: 'expect a percentile, a mean, `success` or `errors`, above or below a bound' };
  }
  if (refersToPrevious(planned.expectation)) {
    return {
      message: 'an earlier run has no such trial to compare with',
      hint: 'compare with a value or a step',
    };
  }
  const place = at.at(-1) === 'that' ? at.slice(0, -1) : at;
  const written = scope.document.steps[step]?.expect?.[Number(place.at(-1))];
  if (typeof written === 'object' && written.confidence !== undefined) {
    const message = 'a search is as sure as its own `confidence` says, of all that it tries together';
    return { message, hint: 'write `confidence` in `search`' };
  }
  return undefined;
}

function reportUnfit(scope: Scope, { message, hint, at }: Unfit & { readonly at: Pointer }): void {
  scope.report({ code: 'search-expectation', message, hint, at });
}
