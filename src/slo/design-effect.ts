import { studentQuantile } from './intervals.ts';
import { covariance, persistence } from './persistence.ts';

/** What the samples of one block of the window add up to. */
export interface BlockTotal {
  readonly n: number;
  readonly sum: number;
}

/** Of fewer blocks nothing follows: samples are then taken for independent. */
export const FEWEST_BLOCKS = 5;

/** With less than one block that says anything new, the interval is endless for all that matters. */
const LEAST_FREEDOM = 0.5;

/**
 * How many samples that go together say as much as one that is independent; 1 where they do not. A slow second makes all of its requests
 * slow, and the next one often is slow as well: so the spread of the blocks' totals, and how long it lasts, is held against that of
 * independent samples of `variance`. It is never below 1: samples that avoid each other earn no shorter interval.
 *
 * That of a ratio of totals is Kish's design effect (Survey Sampling, 1965). How badly few blocks know their own spread is
 * allowed for by Student's t, as Korn and Graubard do, Survey Methodology 24 (1998), 193-201, with as many degrees of freedom as
 * blocks say something new, less one.
 */
export function designEffect(
  blocks: readonly BlockTotal[],
  { variance, confidence }: { readonly variance: number; readonly confidence: number },
): number {
  const filled = blocks.filter(({ n }) => n > 0);
  if (filled.length < FEWEST_BLOCKS || variance <= 0) return 1;
  const n = filled.reduce((total, block) => total + block.n, 0);
  const mean = filled.reduce((total, block) => total + block.sum, 0) / n;
  const deviations = filled.map((block) => block.sum - mean * block.n);
  const spread = covariance(deviations, 0) * (filled.length / (filled.length - 1));
  const lasting = persistence(deviations);
  const freedom = Math.max(LEAST_FREEDOM, filled.length / lasting - 1);
  const uncertainty = (studentQuantile(freedom, confidence) / studentQuantile(n - 1, confidence)) ** 2;
  return Math.max(1, (spread / (n * variance)) * lasting * uncertainty);
}
