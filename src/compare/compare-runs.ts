import type { RunResult, StepResult } from '../core/result.gen.ts';
import { compareSubjects } from './compare-subjects.ts';
import type { Comparison, StepComparison, StepVerdicts } from './comparison.ts';
import { runDifferences } from './run-differences.ts';

/**
 * What changed from `base` to `other`: steps are matched by their names, loads and edges by theirs. A step is compared where both
 * runs could judge it, whatever they found.
 * @throws RangeError for a histogram that is none.
 */
export function compareRuns(base: RunResult, other: RunResult): Comparison {
  const names = new Set([...stepNames(base), ...stepNames(other)]);
  return {
    differences: runDifferences(base, other),
    steps: [...names].map((name) => compareStep(name, base, other)),
  };
}

/** With those that had begun and were not judged. */
function stepNames({ steps, stopped }: RunResult): string[] {
  return [...steps, ...(stopped?.unfinished ?? [])].map(({ name }) => name);
}

function compareStep(name: string, base: RunResult, other: RunResult): StepComparison {
  const from = base.steps.find((step) => step.name === name);
  const to = other.steps.find((step) => step.name === name);
  const verdicts: StepVerdicts = { name, base: from?.verdict ?? null, other: to?.verdict ?? null };
  const doubts = [
    ...doubtsOf(from, name, { run: base, side: 'the base' }),
    ...doubtsOf(to, name, { run: other, side: 'the other run' }),
  ];
  if (from === undefined || to === undefined || doubts.length > 0) {
    return { ...verdicts, kind: 'not-compared', reason: doubts.join(' and ') };
  }
  return { ...verdicts, kind: 'compared', subjects: compareSubjects(from, to) };
}

/** Why the figures of a step cannot be trusted; a step that failed was measured as well as one that passed. */
function doubtsOf(
  step: StepResult | undefined,
  name: string,
  { run, side }: { readonly run: RunResult; readonly side: string },
): string[] {
  if (step === undefined) {
    const hasBegun = run.stopped?.unfinished.some((unfinished) => unfinished.name === name) === true;
    return [hasBegun ? `not finished in ${side}` : `not in ${side}`];
  }
  switch (step.verdict) {
    case 'pass':
    case 'fail':
      return [];
    case 'inconclusive':
    case 'error':
  }
  return [`${step.verdict} in ${side}`];
}
