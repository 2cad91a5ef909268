import { BUILT_IN_METRICS } from '../../core/load-metric.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { suggestionHint } from '../../core/suggest.ts';
import { hasExchanges } from '../../impairment/capability.ts';
import type { Metric } from '../../slo/grammar.ts';
import { BASELINE_STEP } from '../../slo/grammar.ts';
import { isAwaited, recoveryBound, type LiftedExpectation } from '../lift-expectations.ts';
import type { PlannedEdge, PlannedLoad } from '../plan.ts';
import type { PlannedCheck } from '../planned-expectation.ts';
import type { Scope } from '../scope.ts';
import { WINDOW_TO_LEAVE } from '../step-times.ts';

/** What an expectation names exists, can be read, and comes before the step that refers to it. */
export function checkExpectations(
  scope: Scope,
  lifted: readonly LiftedExpectation[],
  { edges, loads }: { readonly edges: readonly PlannedEdge[]; readonly loads: readonly PlannedLoad[] },
): void {
  checkNames(scope, lifted);
  for (const item of lifted) {
    if (item.planned.kind !== 'check') continue;
    const check = item.planned;
    const { left, bound } = check.expectation;
    checkMetric(scope, item, left, { edges, loads });
    for (const term of bound) {
      if (term.kind === 'measured') checkMetric(scope, item, term.metric, { edges, loads });
      const step =
        term.kind === 'baseline' ? BASELINE_STEP : term.kind === 'measured' ? term.step : undefined;
      if (step !== undefined) checkStep(scope, item, step, term);
    }
    if (left.fn.kind === 'recovery') checkRecovery(scope, lifted, item, check);
  }
  for (const step of new Set(lifted.map((item) => item.step))) {
    checkTimeAfterRecovery(
      scope,
      step,
      lifted.filter((item) => item.step === step),
    );
  }
}

function checkNames(scope: Scope, lifted: readonly LiftedExpectation[]): void {
  for (const [index, { planned, at, step }] of lifted.entries()) {
    const twin = lifted
      .slice(0, index)
      .find((other) => other.step === step && other.planned.name === planned.name);
    if (twin === undefined) continue;
    scope.report({
      code: 'duplicate-expectation',
      message: `this step expects \`${planned.name}\` already`,
      hint: 'remove one of them, or give this one a `name`',
      at,
    });
  }
}

export type Subjects = { readonly edges: readonly PlannedEdge[]; readonly loads: readonly PlannedLoad[] };

/** What a metric names exists and can be read. */
export function checkMetric(
  scope: Scope,
  { at }: Pick<LiftedExpectation, 'at'>,
  metric: Metric,
  { edges, loads }: Subjects,
): void {
  const { subject, start, end } = metric;
  const known = [...scope.names.loads, ...scope.names.edges];
  const within = { start, end };
  if (!known.includes(subject)) {
    scope.report({
      code: 'unknown-subject',
      message: `\`${subject}\` is neither a load nor an edge of this scenario`,
      hint: suggestionHint(subject, known) ?? 'declare it under `load` or `edges`',
      at,
      within,
    });
    return;
  }
  const edge = edges.find((candidate) => candidate.name === subject);
  if (edge !== undefined && !edge.readable) {
    scope.report({
      code: 'unreadable-edge',
      ...unreadable(edge),
      at,
      within,
    });
  }
  const load = loads.find((candidate) => candidate.name === subject);
  checkOwnMetric(scope, at, metric, load);
  for (const tag of metric.tags) checkTag(scope, at, tag, load);
}

function unreadable({ name, driver, protocol }: PlannedEdge): { message: string; hint: string } {
  if (driver === 'tc') {
    return {
      message: `edge \`${name}\` is carried by the kernel, which counts packets: requests cannot be told apart in it`,
      hint: 'judge the load instead',
    };
  }
  const carried = hasExchanges(protocol) ? `${protocol === 'grpc' ? 'gRPC' : 'HTTP'} under TLS` : protocol;
  return {
    message: `edge \`${name}\` carries ${carried}: requests cannot be told apart in it`,
    hint: 'judge the load instead, or set `protocol: http` or `grpc` on the service if it speaks that in clear text',
  };
}

function checkTag(
  scope: Scope,
  at: LiftedExpectation['at'],
  tag: Metric['tags'][number],
  load: PlannedLoad | undefined,
): void {
  // What tags a script or a command gives, only its author knows.
  if (load !== undefined && load.kind !== 'arrivals') return;
  const names = load?.requests.map((request) => request.name) ?? [];
  if (tag.key === 'name' && (load === undefined || names.includes(tag.value))) return;
  if (tag.key !== 'name' && load?.engine === 'k6') return;
  const within = { start: tag.start, end: tag.end };
  if (tag.key === 'name') {
    const hint = suggestionHint(tag.value, names);
    scope.report({
      code: 'unknown-tag',
      message: `load \`${load?.name}\` has no request named \`${tag.value}\``,
      hint,
      at,
      within,
    });
  } else {
    scope.report({
      code: 'unknown-tag',
      message: `unknown tag \`${tag.key}\``,
      hint: 'the tag of a request is `name`',
      at,
      within,
    });
  }
}

/** Only k6 and commands emit metrics of their own; which, is known before the run where the script is ours. */
function checkOwnMetric(
  scope: Scope,
  at: LiftedExpectation['at'],
  { subject, own, start, end }: Metric,
  load: PlannedLoad | undefined,
): void {
  if (own === undefined) return;
  const within = { start, end };
  const isEdge = scope.names.edges.includes(subject);
  if (isEdge || (load?.kind === 'arrivals' && load.engine === 'builtin')) {
    scope.report({
      code: 'unknown-metric',
      message: isEdge
        ? `\`${subject}\` is an edge, which has no metrics such as \`${own}\``
        : `load \`${subject}\` is sent by the built-in generator, which has no metrics such as \`${own}\``,
      hint: isEdge
        ? `judge the load, or \`p95(${subject})\``
        : `write \`engine: k6\` beside its requests, or judge \`p95(${subject})\``,
      at,
      within,
    });
  } else if (load?.kind === 'arrivals' && !BUILT_IN_METRICS.includes(own)) {
    scope.report({
      code: 'unknown-metric',
      message: `k6 has no metric \`${own}\`, and requests declare none`,
      hint: suggestionHint(own, BUILT_IN_METRICS),
      at,
      within,
    });
  }
}

function checkStep(
  scope: Scope,
  item: LiftedExpectation,
  name: string,
  within: { start: number; end: number },
): void {
  const at = { at: item.at, within: { start: within.start, end: within.end } };
  const index = scope.names.steps.indexOf(name);
  if (index < 0) {
    const hint = suggestionHint(name, scope.names.steps.slice(0, item.step)) ?? 'refer to an earlier step';
    scope.report({ code: 'unknown-step', message: `there is no step \`${name}\``, hint, ...at });
  } else if (index >= item.step) {
    scope.report({
      code: 'later-step',
      message: `step \`${name}\` ${index === item.step ? 'is this step itself' : 'comes later'}`,
      hint: 'compare with an earlier step',
      ...at,
    });
  }
}

function checkRecovery(
  scope: Scope,
  lifted: readonly LiftedExpectation[],
  item: LiftedExpectation,
  check: PlannedCheck,
): void {
  const { subject } = check.expectation.left;
  if (lifted.some((other) => other.step === item.step && isAwaited(check, other.planned))) return;
  scope.report({
    code: 'recovery-alone',
    message: `nothing else is expected of \`${subject}\` in this step, so it has nothing to recover to`,
    hint: `add what must hold again, as \`success(${subject}) >= 99%\``,
    at: item.at,
  });
}

/** One step is too short once, whatever is expected in it. */
function checkTimeAfterRecovery(scope: Scope, step: number, inStep: readonly LiftedExpectation[]): void {
  const recoveries = inStep.flatMap(({ planned }) => {
    // A window that is empty before any recovery is reported where the times of the steps are laid out.
    if (planned.kind !== 'check' || planned.from >= planned.to) return [];
    const { subject } = planned.expectation.left;
    const allowed = recoveryBound(planned, subject);
    const leavesNothing = inStep.some(
      (other) => isAwaited(planned, other.planned) && other.planned.from >= other.planned.to,
    );
    return allowed === undefined || !leavesNothing ? [] : [{ subject, allowed }];
  });
  const [longest] = recoveries.toSorted((a, b) => b.allowed - a.allowed);
  if (longest === undefined) return;
  const { subject, allowed } = longest;
  scope.report({
    code: 'step-too-short',
    message: `nothing of the step is left after the ${formatDuration(allowed)} that \`recovery(${subject})\` allows`,
    hint: `write at least \`for: ${formatDuration(allowed + WINDOW_TO_LEAVE)}\`, or allow less`,
    at: ['steps', step, 'for'],
  });
}
