// From the rounds of a benchmark to its figures. Pure.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)];
  return (sorted[low] + sorted[high]) / 2;
}

/** The smallest value that `share` of all values do not exceed; NaN of none. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Of each figure the median over all rounds. */
export function medians(rounds) {
  const keys = Object.keys(rounds[0]);
  return Object.fromEntries(keys.map((key) => [key, median(rounds.map((round) => round[key]))]));
}

/**
 * The median of each round's own ratio: what else the machine did in a round slowed both, so it says more than the ratio of two medians.
 */
export function ratioOfRounds(rounds, reference, key) {
  return median(rounds.map((round, index) => round[key] / reference[index][key]));
}
