import { layOutSpace } from '../search/space.ts';
import { fewestToHold } from '../search/judge-look.ts';
import { samplesToHold } from '../search/looks.ts';
import { mostTrials } from '../search/next-trial.ts';
import { forecastSearch } from './forecast-search.ts';
import type { LiftedExpectation } from './lift-expectations.ts';
import type { LiftedSearch } from './lift-search.ts';
import type { PlannedLoad } from './plan.ts';
import type { PlannedCheck } from './planned-expectation.ts';
import type { PlannedSearch } from './planned-search.ts';
import { checkSearchExpectations } from './rules/search-expectations.ts';
import { checkSearchTime } from './rules/search-time.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';

export interface SearchSources {
  /** By step. */
  readonly searches: readonly (LiftedSearch | undefined)[];
  readonly lifted: readonly LiftedExpectation[];
  readonly loads: readonly PlannedLoad[];
  readonly times: readonly StepTimes[];
}

/** The searches by step, with what they judge and how long they may take. */
export function planSearches(
  scope: Scope,
  { searches, lifted, loads, times }: SearchSources,
): (PlannedSearch | undefined)[] {
  return searches.map((search, step) => {
    const inStep = lifted.filter((item) => item.step === step);
    const checks = checkSearchExpectations(scope, step, inStep);
    if (search === undefined || checks.length === 0) return undefined;
    const { reaches: _, ...own } = search;
    const most = mostTrials(layOutSpace(search.range));
    const planned = { ...own, most, samples: samplesFor(search.confidence, most, checks), checks };
    const forecast = forecastSearch(planned, loads, times[step]!);
    if (forecast === undefined) return planned;
    checkSearchTime(scope, step, { forecast, times: times[step]! });
    return { ...planned, forecast };
  });
}

function samplesFor(confidence: number, trials: number, checks: readonly PlannedCheck[]): number {
  const expectations = checks.map(({ expectation }) => expectation);
  const budget = { confidence, trials, expectations: checks.length };
  return samplesToHold(budget, (level) => fewestToHold(expectations, level));
}
