import type { Diagnostic } from '../../core/diagnostic.ts';
import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Earlier } from '../../engine/earlier/earlier-run.ts';
import { earlierWindow } from '../../engine/earlier/earlier-window.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlannedCheck, PlannedExpectation } from '../../plan/planned-expectation.ts';
import { refersToPrevious } from '../../slo/evidence.ts';
import type { RunnablePlan } from '../run-one.ts';
import { findEarlier } from './find-earlier.ts';

export interface AgainstOptions {
  /** A run, or a folder of runs. */
  readonly against?: string;
  /** Let a scenario without an earlier run pass by what else it expects. */
  readonly allowFirst?: boolean;
  readonly out?: string;
}

/**
 * Finds for each plan what it is compared against, and warns of expectations that have nothing to be compared with, or only what was not alike.
 * @throws SquallError `first-of-nothing`, exit code 2; as `findEarlier`.
 */
export async function comparePlans(
  planned: readonly Omit<RunnablePlan, 'earlier'>[],
  { against, allowFirst = false, out = 'runs' }: AgainstOptions,
  signal: AbortSignal,
): Promise<RunnablePlan[]> {
  if (allowFirst && against === undefined) {
    throw new SquallError('first-of-nothing', '`--allow-first` means nothing without `--against DIR`', {
      hint: 'say where earlier runs are with `--against DIR`, or leave it out',
      exitCode: EXIT_CODES.usage,
    });
  }
  const scenarios = planned.map(({ plan }) => plan.scenario);
  const options = { out, allowFirst, clock: systemClock, signal };
  const earlier: readonly Earlier[] =
    against === undefined ? scenarios.map(() => NOT_NAMED) : await findEarlier(against, scenarios, options);
  return planned.map((one, at) => besideEarlier(one, earlier[at]!, allowFirst));
}

const NOT_NAMED: Earlier = { kind: 'none', why: 'no earlier run was named with `--against`' };

function besideEarlier(
  one: Omit<RunnablePlan, 'earlier'>,
  earlier: Earlier,
  allowFirst: boolean,
): RunnablePlan {
  const isFirst = earlier.kind === 'none' && allowFirst;
  return withWarning(isFirst ? { ...one, plan: withoutPrevious(one.plan) } : one, earlier);
}

/** What a first run cannot be compared with is told and does not gate. */
function withoutPrevious(plan: Plan): Plan {
  const steps = plan.steps.map((step) => ({
    ...step,
    expectations: step.expectations.map((one) => (isAgainst(one) ? { ...one, gate: 'warn' as const } : one)),
  }));
  return { ...plan, steps };
}

function isAgainst(one: PlannedExpectation): one is PlannedCheck {
  return one.kind === 'check' && refersToPrevious(one.expectation);
}

function withWarning(one: Omit<RunnablePlan, 'earlier'>, earlier: Earlier): RunnablePlan {
  const [first, ...others] = notComparable(one.plan, earlier);
  return {
    ...one,
    earlier,
    diagnostics: first === undefined ? [] : [warning(first, others.length, earlier)],
  };
}

interface NotComparable extends Pick<PlannedExpectation, 'name' | 'gate'> {
  readonly why: string;
}

/** What can only be inconclusive, which the run would say at its end. */
function notComparable(plan: Plan, earlier: Earlier): NotComparable[] {
  return plan.steps.flatMap((step) =>
    step.expectations.filter(isAgainst).flatMap(({ name, gate, expectation }) => {
      const window = earlierWindow(earlier, { plan, step }, expectation.left);
      return window.kind === 'unusable' ? [{ name, gate, why: window.why }] : [];
    }),
  );
}

function warning({ name, gate, why }: NotComparable, more: number, { kind }: Earlier): Diagnostic {
  const others = more === 0 ? '' : `, and ${more} more,`;
  const common = {
    severity: 'warning',
    message: `\`${name}\`${others} can only be inconclusive: ${why}`,
  } as const;
  if (kind === 'run') {
    const hint = 'run as that run did, or begin a new folder: `--against NEW_DIR --allow-first`';
    return { ...common, code: 'earlier-not-comparable', hint };
  }
  const hint =
    gate === 'warn'
      ? 'it does not gate in this run; the next is compared with it, once it passes'
      : 'name one with `--against RUN`, or let a first run pass with `--against DIR --allow-first`';
  return { ...common, code: 'no-earlier-run', hint };
}
