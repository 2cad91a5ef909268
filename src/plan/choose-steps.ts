import type { Diagnostic } from '../core/diagnostic.ts';
import { suggestionHint } from '../core/suggest.ts';
import type { Scenario } from '../scenario/document.gen.ts';
import { Origins, placedBy } from '../scenario/origins.ts';
import type { ScenarioSource } from '../scenario/source.ts';
import { BASELINE_STEP } from '../slo/grammar.ts';
import { checksOf, type Plan, type PlannedStep } from './plan.ts';

/** What `--only` and `--from-step` name. */
export interface StepChoice {
  readonly only?: readonly string[];
  readonly fromStep?: string;
}

export type ChosenSteps =
  | { readonly kind: 'chosen'; readonly kept: readonly number[]; readonly leftOut: readonly string[] }
  | { readonly kind: 'unknown'; readonly diagnostics: readonly Diagnostic[] };

/**
 * The steps to run of a plan: those that are named, and those without which they would mean something else. Those are the steps
 * that their expectations compare with, and before a step that judges a recovery the one that it recovers from.
 */
export function chooseSteps({ steps }: Plan, { only, fromStep }: StepChoice): ChosenSteps {
  const known = steps.map(({ name }) => name);
  const named = [
    ...(only ?? []).map((name) => ({ name, option: '--only' })),
    ...(fromStep === undefined ? [] : [{ name: fromStep, option: '--from-step' }]),
  ];
  const unknown = named.filter(({ name }) => !known.includes(name));
  if (unknown.length > 0) {
    return { kind: 'unknown', diagnostics: unknown.map((one) => unknownStep(one, known)) };
  }
  const first = fromStep === undefined ? steps.length : known.indexOf(fromStep);
  const kept = new Set<number>();
  const keep = (index: number): void => {
    if (kept.has(index)) return;
    kept.add(index);
    for (const needed of neededBy(steps, index)) keep(needed);
  };
  for (const [index, name] of known.entries())
    if (index >= first || only?.includes(name) === true) keep(index);
  return {
    kind: 'chosen',
    kept: [...kept].toSorted((a, b) => a - b),
    leftOut: known.filter((_name, index) => !kept.has(index)),
  };
}

/** The document without the other steps, and the source that knows where the rest stands. */
export function keepSteps(
  document: Scenario,
  source: ScenarioSource,
  kept: readonly number[],
): { readonly document: Scenario; readonly source: ScenarioSource } {
  const origins = new Origins();
  for (const [to, from] of kept.entries()) origins.move(['steps'], from, to);
  const steps = kept.flatMap((index) => document.steps[index] ?? []);
  return { document: { ...document, steps }, source: placedBy(origins, source) };
}

function neededBy(steps: readonly PlannedStep[], index: number): number[] {
  const step = steps[index];
  const checks = step === undefined ? [] : checksOf(step);
  const names = checks.flatMap(({ expectation }) =>
    expectation.bound.flatMap((term) => {
      if (term.kind === 'baseline') return [BASELINE_STEP];
      return term.kind === 'measured' && term.step !== undefined ? [term.step] : [];
    }),
  );
  const recovers = checks.some(({ expectation }) => expectation.left.fn.kind === 'recovery');
  const before = recovers && index > 0 ? [index - 1] : [];
  return [...before, ...steps.flatMap(({ name }, other) => (names.includes(name) ? [other] : []))];
}

function unknownStep(
  { name, option }: { readonly name: string; readonly option: string },
  known: readonly string[],
): Diagnostic {
  const message = `\`${option}\` names \`${name}\`, which is no step of the scenario`;
  const hint = suggestionHint(name, known);
  return { code: 'unknown-step', severity: 'error', message, ...(hint !== undefined && { hint }) };
}
