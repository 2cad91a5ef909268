import type { SearchSpace } from './space.ts';

export type TrialOutcome = 'holds' | 'fails' | 'undecided';

/** Why a value is tried: the ends of the range, the gate, the middle of what is left, and whether better is better throughout. */
export type TrialPurpose = 'end' | 'gate' | 'halve' | 'check';

export interface NextTrial {
  /** Which value of the space. */
  readonly at: number;
  readonly purpose: TrialPurpose;
}

export interface TriedValue extends NextTrial {
  readonly outcome: TrialOutcome;
}

/** Values on each side of the breaking point that are tried only to see whether the expectations are monotone. */
const CHECKS_EACH_SIDE = 2;
/** Values around one that stays undecided. */
const DETOURS = 2;

/** How many trials a search may make at most, whatever they say. */
export function mostTrials({ values, gate }: SearchSpace): number {
  return mostToFind({ values, ...(gate !== undefined && { gate }) }) + 2 * CHECKS_EACH_SIDE;
}

function mostToFind({ values, gate }: SearchSpace): number {
  return 2 + (gate === undefined ? 0 : 1) + Math.ceil(Math.log2(values.length)) + DETOURS;
}

/** What is known so far: the worst value that holds, and the best that fails; a contradiction where the first is beyond the second. */
export interface Bracket {
  readonly holds: number | undefined;
  readonly fails: number | undefined;
}

export function bracketOf(tried: readonly TriedValue[]): Bracket {
  const at = (outcome: TrialOutcome): number[] =>
    tried.filter((one) => one.outcome === outcome).map((one) => one.at);
  const [holds, fails] = [at('holds'), at('fails')];
  return {
    holds: holds.length === 0 ? undefined : Math.max(...holds),
    fails: fails.length === 0 ? undefined : Math.min(...fails),
  };
}

export function contradicts({ holds, fails }: Bracket): boolean {
  return holds !== undefined && fails !== undefined && holds > fails;
}

/**
 * What to try next, from what has been tried; undefined when the search is over. The ends come first, then the gate, then the middle of
 * what is between the worst value that holds and the best that fails. Each trial is a sequential test that is wrong with a known small
 * chance, so that bisection needs no repetition: noisy binary search, Karp and Kleinberg, SODA 2007, 881-890. A value that stays
 * undecided is gone around on both sides. At last some values are tried that bisection took for granted.
 */
export function nextTrial(space: SearchSpace, tried: readonly TriedValue[]): NextTrial | undefined {
  const { values, gate } = space;
  const last = values.length - 1;
  const bracket = bracketOf(tried);
  if (contradicts(bracket)) return undefined;
  if (!isTried(tried, 0)) return { at: 0, purpose: 'end' };
  if (bracket.holds === undefined) return undefined;
  if (gate !== undefined && !isTried(tried, gate)) return { at: gate, purpose: 'gate' };
  if (bracket.fails === undefined && !isTried(tried, last)) return { at: last, purpose: 'end' };
  const middle = tried.length < mostToFind(space) ? halve(bracket, tried, last) : undefined;
  return middle === undefined ? nextCheck(tried, bracket, last) : { at: middle, purpose: 'halve' };
}

/** The middle of the wider gap beside what stays undecided between the bracket's ends. */
function halve(
  { holds = 0, fails }: Bracket,
  tried: readonly TriedValue[],
  last: number,
): number | undefined {
  const end = fails ?? last + 1;
  const undecided = tried.map(({ at }) => at).filter((at) => at > holds && at < end);
  const gaps = [
    [holds, Math.min(end, ...undecided)],
    [Math.max(holds, ...undecided), end],
  ] as const;
  const [widest] = gaps.toSorted((a, b) => b[1] - b[0] - (a[1] - a[0]));
  return widest === undefined ? undefined : middleOf(widest);
}

/** A value that bisection took for granted: in the widest stretch in which nothing was tried, in turn below and above. */
export function nextCheck(
  tried: readonly TriedValue[],
  { holds = 0, fails }: Bracket,
  last: number,
): NextTrial | undefined {
  const checks = tried.filter(({ purpose }) => purpose === 'check').map(({ at }) => at);
  const known = tried.map(({ at }) => at);
  const below = known.filter((at) => at <= holds);
  const above = fails === undefined ? [] : [...known.filter((at) => at >= fails), last];
  const sides = [
    { made: checks.filter((at) => at < holds).length, at: widestGap(below) },
    { made: checks.filter((at) => at > holds).length, at: widestGap(above) },
  ].filter(({ made, at }) => made < CHECKS_EACH_SIDE && at !== undefined);
  const [side] = sides.toSorted((a, b) => a.made - b.made);
  return side?.at === undefined ? undefined : { at: side.at, purpose: 'check' };
}

/** The middle of the widest stretch in which nothing has been tried. */
function widestGap(places: readonly number[]): number | undefined {
  const ordered = places.toSorted((a, b) => a - b);
  const gaps = ordered.slice(1).map((end, index) => [ordered[index]!, end] as const);
  const [widest] = gaps.toSorted((a, b) => b[1] - b[0] - (a[1] - a[0]));
  return widest === undefined ? undefined : middleOf(widest);
}

function middleOf([begin, end]: readonly [number, number]): number | undefined {
  return end - begin > 1 ? Math.floor((begin + end) / 2) : undefined;
}

function isTried(tried: readonly TriedValue[], at: number): boolean {
  return tried.some((one) => one.at === at);
}
