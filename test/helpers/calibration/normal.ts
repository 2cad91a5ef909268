import type { Random } from '../../../src/core/random.ts';

/** A standard normal draw: Box and Muller, Annals of Mathematical Statistics 29 (1958), 610-611. */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function drawExponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** To 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26. */
export function normalShareBelow(z: number): number {
  if (z < 0) return 1 - normalShareBelow(-z);
  const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - (series * Math.exp((-z * z) / 2)) / 2;
}

/** Where a rising share reaches `q`, by bisection between two values. */
export function reaches(q: number, shareBelow: (value: number) => number, between: [number, number]): number {
  let [low, high] = between;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (shareBelow(middle) < q) low = middle;
    else high = middle;
  }
  return high;
}
