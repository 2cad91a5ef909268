import type { VerdictName } from '../core/events.ts';
import { bracketOf, contradicts, nextCheck, type TriedValue } from './next-trial.ts';
import type { SearchSpace } from './space.ts';

/** What a search has come to. */
export type SearchAnswer =
  /** The breaking point is between two neighbouring values. */
  | 'found'
  /** It is between two values with others between them that could not be decided, or were not tried. */
  | 'wide'
  /** Every value that was tried holds, the last one too. */
  | 'throughout'
  /** Even the best value fails. */
  | 'nowhere'
  /** A worse value holds where a better one fails. */
  | 'not-monotone'
  /** Nothing is known of where it holds, or of where it fails. */
  | 'open';

export interface SearchConclusion {
  readonly answer: SearchAnswer;
  readonly verdict: VerdictName;
  /** The worst value that holds, by its place; of `not-monotone`, the one that holds although a better one fails. */
  readonly holds?: number;
  /** The best value that fails. */
  readonly fails?: number;
  /** The places of what stayed undecided in between, in order. */
  readonly undecided: readonly number[];
  /** Values that were tried only to see whether better is better, and said so. */
  readonly checks: number;
  /** Whether such values were there, and none of them has said anything. */
  readonly unchecked: boolean;
}

/** What follows from the trials of a search that is over, for whatever reason. */
export function concludeSearch(space: SearchSpace, tried: readonly TriedValue[]): SearchConclusion {
  const { holds, fails } = bracketOf(tried);
  const answer = answerOf(space, tried);
  const end = fails ?? space.values.length;
  const undecided = tried
    .filter(({ outcome, at }) => outcome === 'undecided' && at > (holds ?? -1) && at < end)
    .map(({ at }) => at);
  const checks = tried.filter(
    ({ purpose, outcome }) => purpose === 'check' && outcome !== 'undecided',
  ).length;
  const known = {
    answer,
    undecided: undecided.toSorted((a, b) => a - b),
    checks,
    unchecked: checks === 0 && wantedChecks(space, tried),
    ...(holds !== undefined && { holds }),
    ...(fails !== undefined && { fails }),
  };
  return { ...known, verdict: verdictOf(space, tried, known) };
}

function answerOf({ values }: SearchSpace, tried: readonly TriedValue[]): SearchAnswer {
  const bracket = bracketOf(tried);
  const { holds, fails } = bracket;
  if (contradicts(bracket)) return 'not-monotone';
  if (fails === 0) return 'nowhere';
  if (holds === values.length - 1) return 'throughout';
  if (holds === undefined || fails === undefined) return 'open';
  return fails - holds === 1 ? 'found' : 'wide';
}

/** Whether there was anything between the values that bisection tried. */
function wantedChecks({ values }: SearchSpace, tried: readonly TriedValue[]): boolean {
  const found = tried.filter(({ purpose }) => purpose !== 'check');
  return nextCheck(found, bracketOf(found), values.length - 1) !== undefined;
}

/**
 * A gate fails by any value up to it that fails, monotone or not, and passes by one at it or beyond. Without a gate to have found the
 * breaking point is to pass, unless nothing of the range holds: what is expected holds nowhere then.
 */
function verdictOf(
  { gate }: SearchSpace,
  tried: readonly TriedValue[],
  { answer, holds, unchecked }: Pick<SearchConclusion, 'answer' | 'holds' | 'unchecked'>,
): VerdictName {
  const limit = gate ?? 0;
  if (tried.some(({ outcome, at }) => outcome === 'fails' && at <= limit)) return 'fail';
  if (answer === 'not-monotone' || unchecked) return 'inconclusive';
  if (gate !== undefined) return holds !== undefined && holds >= gate ? 'pass' : 'inconclusive';
  return answer === 'found' || answer === 'throughout' ? 'pass' : 'inconclusive';
}
