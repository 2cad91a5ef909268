import type { ExpectationResult, SearchResult } from '../../core/result.gen.ts';
import { formatSearched } from '../../impairment/searched-value.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import type { PlannedSearch } from '../../plan/planned-search.ts';
import { gateKey } from '../../plan/read-search-amount.ts';
import { layOutSpace } from '../../search/space.ts';
import { stateAnswer } from '../../search/state-answer.ts';
import type { EndedStep } from '../walk-steps.ts';
import type { SearchOutcome } from './run-search.ts';

/** What a search did and found, for the result. */
function searchResult(search: PlannedSearch, { trials, conclusion, outOfTime }: SearchOutcome): SearchResult {
  const { vary, edge, value, range, confidence, most, checks } = search;
  const { values } = layOutSpace(range);
  const { answer, holds, fails } = conclusion;
  const statement = stateAnswer(conclusion, {
    vary,
    confidence,
    textOf: (at) => formatSearched(value, values[at]!),
    trials: trials.map((trial) => ({ at: values.indexOf(trial.value), why: trial.why })),
    outOfTime,
  });
  return {
    vary,
    edge,
    key: value.key,
    ...(value.direction !== undefined && { direction: value.direction }),
    from: range.from,
    to: range.to,
    precision: range.precision,
    ...gateOf(search),
    confidence,
    most,
    answer,
    ...(holds !== undefined && { holds: values[holds]! }),
    ...(fails !== undefined && { fails: values[fails]! }),
    statement,
    expectations: checks.map(({ name }) => name),
    trials: [...trials],
  };
}

function gateOf({ range, value }: PlannedSearch): Pick<SearchResult, 'gate'> {
  if (range.gate === undefined) return {};
  return { gate: { bound: gateKey(value), value: range.gate, text: formatSearched(value, range.gate) } };
}

/** What the search of a step comes to in its result; nothing where it does not search. */
export function searchedIn({
  step,
  searched,
}: Pick<EndedStep, 'step' | 'searched'>):
  | { readonly result: SearchResult; readonly expectations: readonly ExpectationResult[] }
  | undefined {
  if (step.search === undefined || searched === undefined) return undefined;
  const result = searchResult(step.search, searched);
  return { result, expectations: [searchExpectation(step, step.search, searched, result)] };
}

/** The verdict of a search, as the one expectation of its step. */
function searchExpectation(
  step: PlannedStep,
  search: PlannedSearch,
  { conclusion, trials }: SearchOutcome,
  { gate, holds, fails, statement }: SearchResult,
): ExpectationResult {
  const textOf = (amount: number): string => formatSearched(search.value, amount);
  const bound = gate === undefined ? undefined : `${gate.bound.replace('-', ' ')} ${gate.text}`;
  const found = [
    ...(holds === undefined ? [] : [`holds at ${textOf(holds)}`]),
    ...(fails === undefined ? [] : [`fails at ${textOf(fails)}`]),
  ];
  return {
    name: `breaking point of ${search.vary}${bound === undefined ? '' : ` ${bound}`}`,
    that: search.checks.map(({ that }) => that).join(' and '),
    kind: 'search',
    gate: 'expect',
    verdict: conclusion.verdict,
    reason: statement,
    expected: bound ?? `to ${textOf(search.range.precision)}`,
    observed: found.length === 0 ? 'nothing' : found.join(', '),
    ...(holds !== undefined &&
      fails !== undefined &&
      holds !== fails && { intervalText: `${textOf(holds)} to ${textOf(fails)}` }),
    n: trials.reduce((sum, trial) => sum + trial.n, 0),
    window: { start: step.windowStart, end: step.end },
    confidence: search.confidence,
  };
}
