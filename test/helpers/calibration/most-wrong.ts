import { regularizedBeta } from '../../../src/slo/beta.ts';

/** What a verdict at 95 % may be wrong on either side. */
export const ALLOWED = 0.025;

/** Chance makes more wrong verdicts than that of a right interval in 1 of 1000 simulations. */
const SURPRISE = 0.001;

/** The largest share of wrong verdicts in so many runs that does not show an interval to be too short. */
export function mostWrong(trials: number): number {
  let most = Math.floor(ALLOWED * trials);
  // P(X >= k) = I_p(k, n - k + 1) of a binomial number.
  while (regularizedBeta(ALLOWED, most + 1, trials - most) > SURPRISE) most += 1;
  return most / trials;
}
