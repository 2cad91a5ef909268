import { runTitle } from '../../core/matrix-cell.ts';
import type {
  EventResult,
  ExpectationResult,
  ProofRow,
  RunResult,
  StepEdge,
  StepResult,
} from '../../core/result.gen.ts';
import { eventsOf } from '../event-text.ts';
import { formatCount, formatMoment, formatWindow } from '../figures.ts';
import { networkState } from '../network-state.ts';
import { joinClassname, type TestCase, type TestSuite } from './test-case.ts';

/** A step: a case for each proof and each expectation, and one for what only the step as a whole can say. */
export function stepSuite(result: RunResult, step: StepResult): TestSuite {
  const parts = [
    ...eventsOf(result.events, step.name).map(eventCase),
    ...step.edges.filter(({ proof }) => proof.outcome !== 'unnecessary').map(proofCase),
    ...step.expectations.map(expectationCase),
  ];
  const seconds = Math.max(0, step.end - step.start) / 1000;
  return {
    name: `${runTitle(result.scenario)} / ${step.name}`,
    classname: joinClassname(runTitle(result.scenario), step.name),
    timestamp: result.run.started,
    seconds,
    properties: { run: result.run.id, network: networkState(step) },
    cases: [...parts, wholeStepCase(step, parts, seconds)],
  };
}

function proofCase({ edge, label, proof }: StepEdge): TestCase {
  return {
    name: `the impairment took effect on ${edge}`,
    verdict: proof.outcome === 'failed' ? 'inconclusive' : 'pass',
    type: 'proof',
    message: proof.reason,
    details: [`${edge}: ${label}`, ...proof.rows.map(describeRow)],
    seconds: 0,
  };
}

function eventCase(event: EventResult): TestCase {
  const { name, what, outcome, began, ended, detail = '' } = event;
  return {
    name: `event: ${name}`,
    verdict: outcome === 'done' ? 'pass' : 'error',
    type: 'event',
    message: detail,
    details: [`what: ${what}`, `began: ${formatMoment(began)}`, `outcome: ${outcome}`],
    seconds: Math.max(0, ended - began) / 1000,
  };
}

function describeRow(row: ProofRow): string {
  const n = row.n === undefined ? '' : ` (n=${formatCount(row.n)})`;
  return `${row.what}: requested ${row.requested}, predicted ${row.predicted}, observed ${row.observed}${n}`;
}

function expectationCase(expectation: ExpectationResult): TestCase {
  const { name, gate, verdict, reason, seconds = 0 } = expectation;
  const warns = gate === 'warn' && verdict !== 'pass';
  return {
    name,
    verdict: gate === 'warn' ? 'pass' : verdict,
    type: verdict,
    message: reason,
    details: warns ? [`warning, does not gate: ${verdict}`, ...factsOf(expectation)] : factsOf(expectation),
    seconds,
  };
}

function factsOf(expectation: ExpectationResult): readonly string[] {
  const { kind, that, expected, observed, n, intervalText, window, because, culprit, reason } = expectation;
  return [
    `that: ${that}`,
    `expected: ${expected}`,
    `observed: ${observed}`,
    ...(intervalText === undefined ? [] : [`interval: ${intervalText}`]),
    `n: ${formatCount(n)}`,
    `window: ${formatWindow(window)}`,
    // A search passes with an answer, which is why it was made.
    ...(kind === 'search' ? [`found: ${reason}`] : []),
    ...(because === undefined ? [] : [`because: ${because}`]),
    ...(culprit === undefined ? [] : [culprit.summary, ...(culprit.because ?? [])]),
  ];
}

/** Carries the step's verdict where none of its parts does, so that no step can be green in a CI by omission. */
function wholeStepCase(step: StepResult, parts: readonly TestCase[], seconds: number): TestCase {
  const told = parts.some(({ verdict }) => verdict === step.verdict);
  return {
    name: 'the step itself',
    verdict: told ? 'pass' : step.verdict,
    type: 'step',
    message: step.reasons[0] ?? `the step's verdict is ${step.verdict}`,
    details: [`network: ${networkState(step)}`, ...step.reasons],
    seconds: Math.max(0, seconds - parts.reduce((sum, part) => sum + part.seconds, 0)),
  };
}
