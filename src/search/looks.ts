import { lookConfidence, type ErrorBudget } from './spending.ts';

/** One look at what a trial has measured. */
export interface Look {
  /** From 1; no two looks of a trial have the same, so that none spends what another has spent. */
  readonly number: number;
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
export function samplesToHold(budget: ErrorBudget, fewest: FewestToHold, taken = 0): number {
  return Math.ceil(fewest(lookConfidence(budget, 'holds', taken + 1)) * SLACK);
}

/**
 * The looks of a trial, further and further apart, without an end: hopeless values end after a few samples, clear ones with the
 * fewest that can pass.
 * @param taken the number of the last look that this trial has had, where what it saw was thrown away
 */
export function* looksOf(budget: ErrorBudget, fewest: FewestToHold, taken = 0): Generator<Look, never> {
  let look = taken;
  const hopeless = (n: number): Look => {
    look += 1;
    return { number: look, n, failsAt: lookConfidence(budget, 'fails', look) };
  };
  const first = samplesToHold(budget, fewest, taken);
  for (let n = FIRST_LOOK; n * DOUBLE <= first; n *= DOUBLE) yield hopeless(n);
  let n = first;
  for (let round = taken + 1; ; round += 1) {
    yield { ...hopeless(n), holdsAt: lookConfidence(budget, 'holds', round) };
    n = Math.ceil(n * GROWTH);
  }
}
