import { lookConfidence, type ErrorBudget } from './spending.ts';

/** One look at what a trial has measured. */
export interface Look {
  /** It is due when so many samples are there. */
  readonly n: number;
  /** The confidence by which it may find that an expectation fails. */
  readonly failsAt: number;
  /** The confidence by which it may find that all hold; absent where no number of successes would be enough yet. */
  readonly holdsAt?: number;
}

/** What a few samples may say: that a value is hopeless. */
export const FIRST_LOOK: number = 8;
/** From one look to the next that may find that a value is hopeless. */
const DOUBLE = 2;
/** From one look to the next that may find that a value holds: each costs samples, and waiting for the next costs more. */
const GROWTH = 1.5;
/** Beyond the fewest samples with which all can hold, for those that come late. */
const SLACK = 1.02;

/** The samples with which every expectation can hold at a confidence. */
export type FewestToHold = (confidence: number) => number;

/** How many samples the first look has that may find that a value holds. */
export function samplesToHold(budget: ErrorBudget, fewest: FewestToHold): number {
  return Math.ceil(fewest(lookConfidence(budget, 'holds', 1)) * SLACK);
}

/**
 * The looks of a trial, further and further apart, without an end: hopeless values end after a few samples, clear ones with the
 * fewest that can pass.
 */
export function* looksOf(budget: ErrorBudget, fewest: FewestToHold): Generator<Look, never> {
  let look = 0;
  const hopeless = (n: number): Look => {
    look += 1;
    return { n, failsAt: lookConfidence(budget, 'fails', look) };
  };
  const first = samplesToHold(budget, fewest);
  for (let n = FIRST_LOOK; n * DOUBLE <= first; n *= DOUBLE) yield hopeless(n);
  let n = first;
  for (let round = 1; ; round += 1) {
    yield { ...hopeless(n), holdsAt: lookConfidence(budget, 'holds', round) };
    n = Math.ceil(n * GROWTH);
  }
}
