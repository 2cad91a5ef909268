import type { VerdictName } from '../../core/events.ts';
import type { ExpectationResult, RunResult, StepResult } from '../../core/result.gen.ts';
import { untold } from './step-book.ts';
import { VERDICT_WORDS } from './wording.ts';

/** One thing that keeps a run from being a plain pass, in words. */
export interface Problem {
  readonly verdict: VerdictName;
  /** The word that is coloured. */
  readonly word: string;
  readonly text: string;
  /** Lines that follow it as they are. */
  readonly details?: readonly string[];
}

/** What broke the run itself, worst first: what was left behind comes before everything else. */
export function runProblems(result: RunResult): readonly Problem[] {
  const problems: Problem[] = result.undo.failures.map(({ what, reason }) => ({
    verdict: 'error',
    word: 'UNDO FAILED',
    text: `${what}: ${reason}`,
  }));
  if (!result.undo.ok) {
    const text = "the network may still be impaired: read the run's `reaper.log`";
    problems.push({ verdict: 'error', word: 'UNDO FAILED', text });
  }
  if (result.interrupted !== undefined) {
    const text = `by ${result.interrupted}${result.undo.ok ? ', everything was put back' : ''}`;
    problems.push({ verdict: 'error', word: 'INTERRUPTED', text });
  }
  for (const { code, message, hint, details } of result.errors) {
    // The line above says so already.
    if (code === 'interrupted' && result.interrupted !== undefined) continue;
    const text = `${message} (${code})${hint === undefined ? '' : `; ${hint}`}`;
    problems.push({ verdict: 'error', word: 'ERROR', text, ...(details !== undefined && { details }) });
  }
  return problems;
}

/** One problem for each expectation that did not pass and for each reason that no expectation gave, worst first. */
export function stepProblems(result: RunResult): readonly Problem[] {
  const told = [
    ...result.steps.flatMap((step) => [...step.reasons, ...step.expectations.map(({ reason }) => reason)]),
    ...result.errors.map(({ message }) => message),
    ...result.undo.failures.map(({ reason }) => reason),
    ...(result.interrupted === undefined ? [] : [result.interrupted]),
  ];
  const problems = [
    ...result.steps.flatMap((step) => problemsOfStep(step)),
    ...untold(result.reasons, told).map((text) => judged(result.verdict, text)),
  ];
  return problems.sort((a, b) => severity(a) - severity(b));
}

function problemsOfStep(step: StepResult): readonly Problem[] {
  const open = step.expectations.filter(({ verdict }) => verdict !== 'pass');
  const told = step.expectations.map(({ reason }) => reason);
  return [
    ...open.map((expectation) => problemOf(step.name, expectation)),
    ...untold(step.reasons, told).map((reason) => judged(step.verdict, `${step.name}: ${reason}`)),
  ];
}

function problemOf(step: string, { name, gate, verdict, reason, culprit }: ExpectationResult): Problem {
  const text = `${step}: ${name}: ${reason}`;
  const problem: Problem =
    gate === 'warn' ? { verdict: 'inconclusive', word: 'WARNING', text } : judged(verdict, text);
  return culprit === undefined
    ? problem
    : { ...problem, details: [culprit.summary, ...(culprit.because ?? [])] };
}

function judged(verdict: VerdictName, text: string): Problem {
  return { verdict, word: VERDICT_WORDS[verdict], text };
}

const SEVERITY: readonly string[] = ['ERROR', 'FAIL', 'INCONCLUSIVE', 'WARNING', 'PASS'];

function severity({ word }: Problem): number {
  return SEVERITY.indexOf(word);
}
