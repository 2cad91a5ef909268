import type { Random } from '../core/random.ts';
import type { Distribution } from './model.ts';

const PARETO_SHAPE = 3;
const PARETO_MEAN = PARETO_SHAPE / (PARETO_SHAPE - 1);
const PARETO_DEVIATION = Math.sqrt(PARETO_SHAPE / ((PARETO_SHAPE - 1) ** 2 * (PARETO_SHAPE - 2)));

/**
 * One draw of the jitter in units of `jitter`: uniform in [-1, 1); normal with mean 0 and standard deviation 1
 * (Box-Muller); pareto with shape 3 shifted to mean 0 and scaled to standard deviation 1.
 */
export function drawJitter(distribution: Distribution, random: Random): number {
  switch (distribution) {
    case 'uniform':
      return random() * 2 - 1;
    case 'normal':
      return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    case 'pareto':
      return ((1 - random()) ** (-1 / PARETO_SHAPE) - PARETO_MEAN) / PARETO_DEVIATION;
  }
}
