/**
 * How many blocks in a row say as much as one that is independent, at least 1: their covariances are added up for as long as pairs of them
 * stay positive and fall, the initial monotone sequence of Geyer, Statistical Science 7 (1992), 473-483.
 * @param deviations of the blocks from their own mean, in order
 */
export function persistence(deviations: readonly number[]): number {
  const variance = covariance(deviations, 0);
  if (variance <= 0) return 1;
  let sum = -variance;
  let least = Infinity;
  for (let lag = 0; lag + 1 < deviations.length; lag += 2) {
    const pair = covariance(deviations, lag) + covariance(deviations, lag + 1);
    if (pair <= 0) break;
    least = Math.min(least, pair);
    sum += 2 * least;
  }
  const seen = Math.max(1, sum / variance);
  // Around their own mean, blocks seem to vary less than they do: by about the share of the window that goes together.
  return seen / (1 - Math.min(0.9, seen / deviations.length));
}

/** Of the blocks with those `lag` later; not divided by their number. */
export function covariance(deviations: readonly number[], lag: number): number {
  let sum = 0;
  for (let at = lag; at < deviations.length; at += 1) sum += deviations[at]! * deviations[at - lag]!;
  return sum;
}
