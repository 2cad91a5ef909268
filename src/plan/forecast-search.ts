import type { Milliseconds } from '../core/clock.ts';
import { addedRtt } from '../impairment/model.ts';
import { fewestToHold } from '../search/judge-look.ts';
import { FIRST_LOOK } from '../search/looks.ts';
import { nextTrial, type TriedValue } from '../search/next-trial.ts';
import { layOutSpace } from '../search/space.ts';
import { requestsIn } from './arrivals.ts';
import type { PlannedLoad } from './plan.ts';
import type { PlannedCheck } from './planned-expectation.ts';
import type { PlannedSearch, SearchForecast } from './planned-search.ts';
import { LEAST_MEASURED, settleAt, stateAt } from './searched-state.ts';
import type { StepTimes } from './step-times.ts';

/** Until what has ended is told. */
const TELLING: Milliseconds = 500;
/** Breaking points that are played through: of very many values not every one. */
const MOST_PLAYED = 64;

/**
 * Plays the search through for breaking points all over the range, each value showing itself at the first look that can tell: how long
 * it takes at most. Undefined where the rate of what is judged is nobody's plan.
 */
export function forecastSearch(
  search: Omit<PlannedSearch, 'forecast'>,
  loads: readonly PlannedLoad[],
  times: StepTimes,
): SearchForecast | undefined {
  const perSecond = slowestRate(search.checks, loads, times);
  if (perSecond === undefined || perSecond <= 0) return undefined;
  const space = layOutSpace(search.range);
  const takes = (samples: number): Milliseconds =>
    Math.max(LEAST_MEASURED, (samples / perSecond) * 1000) + TELLING;
  const clear = takes(search.samples);
  const trial = (at: number, holds: boolean): Milliseconds => {
    const amount = space.values[at]!;
    const rtt = addedRtt(stateAt(search, amount));
    return settleAt(search, amount) + rtt + (holds ? clear : takes(2 * FIRST_LOOK));
  };
  const played = playedPlaces(space.values.length).map((breaksAt) => {
    const tried: TriedValue[] = [];
    let sum = 0;
    for (let next = nextTrial(space, tried); next !== undefined; next = nextTrial(space, tried)) {
      const holds = next.at < breaksAt;
      tried.push({ ...next, outcome: holds ? 'holds' : 'fails' });
      sum += trial(next.at, holds);
    }
    return sum;
  });
  const expectations = search.checks.map(({ expectation }) => expectation);
  const each = takes(fewestToHold(expectations, search.confidence));
  const sweep = space.values.reduce((sum, amount) => {
    return sum + settleAt(search, amount) + addedRtt(stateAt(search, amount)) + each;
  }, 0);
  return { longest: Math.max(...played), clear, sweep };
}

/** From where nothing holds to where all does. */
function playedPlaces(values: number): number[] {
  const count = Math.min(values, MOST_PLAYED);
  return Array.from({ length: count + 1 }, (_, index) => Math.round((index * values) / count));
}

/** Requests per second of the check that sees the fewest. */
function slowestRate(
  checks: readonly PlannedCheck[],
  loads: readonly PlannedLoad[],
  { windowStart, end }: StepTimes,
): number | undefined {
  const rates = checks.map(({ expectation: { left } }) => {
    const load = loads.find(({ name, through }) => name === left.subject || through === left.subject);
    if (load?.kind !== 'arrivals' || left.tags.some(({ key }) => key !== 'name')) return Number.NaN;
    const name = left.tags.find(({ key }) => key === 'name')?.value;
    return (requestsIn(load, windowStart, end, name) / (end - windowStart)) * 1000;
  });
  const slowest = Math.min(...rates);
  return Number.isNaN(slowest) ? undefined : slowest;
}
