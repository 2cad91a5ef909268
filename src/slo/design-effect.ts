import { studentQuantile } from './intervals.ts';
import { covariance, persistence } from './persistence.ts';

/** What the samples of one block of the window add up to. */
export interface BlockTotal {
  readonly n: number;
  readonly sum: number;
}

/**
 * Fewer blocks know too little of their own spread: samples are then taken for independent. Of batch means, Schmeiser, Operations
 * Research 30 (1982), 556-568, finds that from ten on little is to be gained by more.
 */
export const FEWEST_BLOCKS = 10;

/** With fewer, Student's t would make nothing of a single failure in a whole window. */
const LEAST_FREEDOM = 2;

/** How many samples that go together say as much as one that is independent; 1 where they do not. */
export interface DesignEffect {
  /** As the blocks show it. */
  readonly seen: number;
  /** As much as it may be, for how badly the blocks know it. */
  readonly sure: number;
}

export const INDEPENDENT: DesignEffect = { seen: 1, sure: 1 };

/**
 * The design effect on the mean of samples. A slow second makes all of its requests
 * slow, and the next one often is slow as well: so the spread of the blocks' totals, and how long it lasts, is held against that of
 * independent samples of `variance`. It is never below 1: samples that avoid each other earn no shorter interval.
 *
 * That of a ratio of totals is Kish's design effect (Survey Sampling, 1965). How badly few blocks, or few that stand out, know their own
 * spread is allowed for by Student's t, as Korn and Graubard do, Survey Methodology 24 (1998), 193-201, with Satterthwaite's degrees of
 * freedom (Biometrics Bulletin 2, 1946, 110-114); on what exceeds independent samples only, which need no estimate.
 */
export function designEffect(
  blocks: readonly BlockTotal[],
  { variance, confidence }: { readonly variance: number; readonly confidence: number },
): DesignEffect {
  const filled = blocks.filter(({ n }) => n > 0);
  if (filled.length < FEWEST_BLOCKS || variance <= 0) return INDEPENDENT;
  const n = filled.reduce((total, block) => total + block.n, 0);
  const mean = filled.reduce((total, block) => total + block.sum, 0) / n;
  const deviations = filled.map((block) => block.sum - mean * block.n);
  const spread = covariance(deviations, 0) * (filled.length / (filled.length - 1));
  const lasting = persistence(deviations);
  const seen = (spread / (n * variance)) * lasting;
  if (seen <= 1) return INDEPENDENT;
  const freedom = Math.max(LEAST_FREEDOM, freedomOf(deviations) / lasting - 1);
  const uncertainty = (studentQuantile(freedom, confidence) / studentQuantile(n - 1, confidence)) ** 2;
  return { seen, sure: 1 + (seen - 1) * uncertainty };
}

/** On how many squares of a normal variable a sum of squares rests, judged by its own fourth powers; at most all of them. */
function freedomOf(deviations: readonly number[]): number {
  const squares = deviations.map((value) => value * value);
  const sum = squares.reduce((total, square) => total + square, 0);
  const variance = squares.reduce((total, square) => total + square * square, 0) - sum ** 2 / squares.length;
  return variance <= 0 ? squares.length : Math.min(squares.length, (2 * sum ** 2) / variance);
}
