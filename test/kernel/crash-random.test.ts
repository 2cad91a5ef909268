import { killAtRandom } from '../helpers/crash-random.ts';

killAtRandom({ count: 30, seed: 20_261_122, timeout: 900_000 });
