import type { Milliseconds } from '../core/clock.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { ExpectationDocument } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/source.ts';
import { checkExpectation } from '../slo/check.ts';
import { refersToPrevious } from '../slo/evidence.ts';
import type { Expectation } from '../slo/grammar.ts';
import { parseExpectation } from '../slo/parse.ts';
import { printExpectation } from '../slo/print.ts';
import { isQuery } from '../slo/query.ts';
import { liftQuery } from './lift-query.ts';
import type { PlannedCheck, PlannedCommand, PlannedExpectation } from './planned-expectation.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';
import { confidenceOr, durationOr } from './values.ts';

const DEFAULT_CONFIDENCE = 0.95;
const COMMAND_WITHIN = 10_000;

type Gate = PlannedExpectation['gate'];
type Detailed = Exclude<ExpectationDocument, string>;

/** An expectation with the place that it came from, for the rules. */
export interface LiftedExpectation {
  readonly planned: PlannedExpectation;
  readonly at: Pointer;
  readonly step: number;
}

/** Every sound expectation of one step, `expect` before `warn`. */
export function liftExpectations(scope: Scope, index: number, times: StepTimes): LiftedExpectation[] {
  const step = scope.document.steps[index]!;
  const items = (['expect', 'warn'] as const).flatMap((gate) =>
    (step[gate] ?? []).map((document, item) => ({
      gate,
      document,
      at: ['steps', index, gate, item] as const,
    })),
  );
  const drafts = items.flatMap(({ gate, document, at }) => {
    const detailed: Detailed = typeof document === 'string' ? { that: document } : document;
    const thatAt = typeof document === 'string' ? at : [...at, 'that'];
    const draft = liftOne(scope, { gate, detailed, at, thatAt, times });
    return draft === undefined ? [] : [{ planned: draft, at: thatAt, step: index }];
  });
  return drafts.map((draft) => ({ ...draft, planned: judgeAfterRecovery(draft.planned, drafts, times) }));
}

export interface ExpectationItem {
  readonly gate: Gate;
  readonly detailed: Detailed;
  readonly at: Pointer;
  readonly thatAt: Pointer;
  readonly times: StepTimes;
}

function liftOne(
  scope: Scope,
  { gate, detailed, at, thatAt, times }: ExpectationItem,
): PlannedExpectation | undefined {
  const { that, run } = detailed;
  if ((that === undefined) === (run === undefined)) {
    scope.report({
      code: 'expectation-kind',
      message: 'an expectation has exactly one of `that` (a check) and `run` (a command)',
      hint: 'write for example `that: p95(shoppers) < 2s`',
      at,
    });
    return undefined;
  }
  reportMisplaced(scope, detailed, at);
  const because = detailed.because === undefined ? {} : { because: detailed.because };
  if (that === undefined) {
    reportBeyondWindow(scope, detailed, { at, times });
    return liftCommand(run ?? [], detailed, { gate, ...because });
  }
  if (isQuery(that)) return liftQuery(scope, that, { gate, detailed, at, thatAt, times });
  const expectation = readCheck(scope, that, thatAt);
  if (expectation === undefined) return undefined;
  const text = printExpectation(expectation);
  const overall = confidenceOr(scope.document.confidence, DEFAULT_CONFIDENCE);
  return {
    kind: 'check',
    name: detailed.name ?? text,
    that: text,
    gate,
    ...because,
    confidence: confidenceOr(detailed.confidence, overall),
    expectation,
    from: times.windowStart,
    to: times.end,
  };
}

/** Keys that mean nothing for this kind of expectation: ignoring them would be silent. */
function reportMisplaced(scope: Scope, detailed: Detailed, at: Pointer): void {
  const keys = detailed.run === undefined ? (['within', 'env', 'cwd'] as const) : (['confidence'] as const);
  for (const key of keys) {
    if (detailed[key] === undefined) continue;
    scope.report({
      code: 'expectation-key',
      message: `\`${key}\` means nothing beside \`${detailed.run === undefined ? 'that' : 'run'}\``,
      hint: 'remove it',
      at: [...at, key],
      where: 'key',
    });
  }
}

/** A command that ends after its step is inconclusive, so what it may take beyond the window is of no use to it. */
function reportBeyondWindow(
  scope: Scope,
  detailed: Detailed,
  { at, times: { windowStart, end } }: Pick<ExpectationItem, 'at' | 'times'>,
): void {
  const window = end - windowStart;
  const within = durationOr(detailed.within, 0);
  if (window <= 0 || within <= window) return;
  scope.report({
    code: 'command-beyond-window',
    severity: 'warning',
    message: `the command may take ${formatDuration(within)}, and the window that it has to look at lasts ${formatDuration(window)}`,
    hint: `write \`within: ${formatDuration(window)}\` or less, or make the step longer`,
    at: [...at, 'within'],
  });
}

function liftCommand(
  argv: readonly string[],
  detailed: Detailed,
  common: { readonly gate: Gate; readonly because?: string },
): PlannedCommand {
  const that = argv.join(' ');
  return {
    kind: 'command',
    name: detailed.name ?? that,
    that,
    ...common,
    argv,
    env: detailed.env ?? {},
    cwd: detailed.cwd ?? '.',
    within: durationOr(detailed.within, COMMAND_WITHIN),
  };
}

/** An expectation, or what is wrong with its text. */
export function readCheck(scope: Scope, text: string, at: Pointer): Expectation | undefined {
  const parsed = parseExpectation(text);
  const mistakes = parsed.ok ? checkExpectation(parsed.expectation) : [parsed.error];
  for (const { message, hint, start, end } of mistakes) {
    scope.report({ code: 'expectation', message, hint, at, within: { start, end } });
  }
  return parsed.ok && mistakes.length === 0 ? parsed.expectation : undefined;
}

/** With `recovery(x) <= T`, what else is expected of x holds from T after the step's start. */
function judgeAfterRecovery(
  planned: PlannedExpectation,
  drafts: readonly { readonly planned: PlannedExpectation }[],
  times: StepTimes,
): PlannedExpectation {
  if (planned.kind !== 'check' || planned.expectation.left.fn.kind === 'recovery') return planned;
  // An earlier run tells of the whole window only.
  if (refersToPrevious(planned.expectation)) return planned;
  const { subject } = planned.expectation.left;
  const bounds = drafts.flatMap((draft) => recoveryBound(draft.planned, subject) ?? []);
  const from = Math.max(planned.from, ...bounds.map((bound) => times.start + bound));
  return { ...planned, from: Math.min(from, planned.to) };
}

/** The T of `recovery(subject) <= T`. */
export function recoveryBound(planned: PlannedExpectation, subject: string): Milliseconds | undefined {
  if (planned.kind !== 'check' || planned.gate !== 'expect') return undefined;
  const { left, bound } = planned.expectation;
  if (left.fn.kind !== 'recovery' || left.subject !== subject) return undefined;
  return bound.reduce((sum, term) => sum + (term.kind === 'quantity' ? term.sign * term.value : 0), 0);
}

/** Whether `other` is one of the checks that the recovery of `check` waits for. */
export function isAwaited(check: PlannedCheck, other: PlannedExpectation): other is PlannedCheck {
  return (
    other.kind === 'check' &&
    other.gate === 'expect' &&
    other.expectation.left.fn.kind !== 'recovery' &&
    !refersToPrevious(other.expectation) &&
    other.expectation.left.subject === check.expectation.left.subject
  );
}
