import { formatDuration } from '../../core/units/duration.ts';
import { FEWEST_FOR_GUARD, needsRequests } from '../../slo/guard.ts';
import { arrivalsIn } from '../arrivals.ts';
import type { LiftedGuard } from '../lift-guards.ts';
import type { PlannedArrivals } from '../plan.ts';
import type { Scope } from '../scope.ts';
import { checkMetric, type Subjects } from './expectations.ts';

/** What a guard names exists and can be read, and it can see enough to stop the run at all. */
export function checkGuards(scope: Scope, guards: readonly LiftedGuard[], subjects: Subjects): void {
  for (const guard of guards) {
    checkMetric(scope, guard, guard.planned.expectation.left, subjects);
    checkTwin(scope, guard, guards);
    checkRequests(scope, guard, subjects);
  }
}

function checkTwin(scope: Scope, { planned, at, index }: LiftedGuard, guards: readonly LiftedGuard[]): void {
  if (!guards.some((other) => other.index < index && other.planned.name === planned.name)) return;
  scope.report({
    code: 'duplicate-expectation',
    message: `there is a guard \`${planned.name}\` already`,
    hint: 'remove one of them, or give this one a `name`',
    at,
  });
}

/** A guard that sees too few requests to ever trip would be none. */
function checkRequests(scope: Scope, { planned, at }: LiftedGuard, { loads }: Subjects): void {
  const { expectation, over } = planned;
  const { subject, fn, tags } = expectation.left;
  const load = loads.find(({ name }) => name === subject);
  if (load?.kind !== 'arrivals' || load.mode === 'journey' || tags.length > 0 || !needsRequests(fn)) return;
  const most = mostWithin(load, over);
  if (most === 0 || most >= FEWEST_FOR_GUARD) return;
  scope.report({
    code: 'guard-too-few',
    message: `this guard can never stop the run: \`${subject}\` sends at most ${Math.floor(most)} requests in ${formatDuration(over)}, and it takes ${FEWEST_FOR_GUARD}`,
    hint: `write \`over: ${formatDuration(Math.ceil((over * FEWEST_FOR_GUARD) / most / 1000) * 1000)}\` or more, or a higher \`rate\``,
    at,
  });
}

/** A rate is linear in each step, so the most is due at an end of one. */
function mostWithin(load: PlannedArrivals, over: number): number {
  const counts = load.segments.flatMap(({ start, end }) => [
    arrivalsIn(load, start, start + over),
    arrivalsIn(load, end - over, end),
  ]);
  return Math.max(0, ...counts);
}
