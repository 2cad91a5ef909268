import type { Random } from '../../core/random.ts';

/** Draws indices of `weights`, each as often as its share of the sum. */
export function weightedDraw(weights: readonly number[], random: Random): () => number {
  let sum = 0;
  const bounds = weights.map((weight) => (sum += weight));
  return () => {
    const point = random() * sum;
    return Math.max(
      0,
      bounds.findIndex((bound) => point < bound),
    );
  };
}
