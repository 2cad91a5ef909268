import { killAtRandom } from '../helpers/crash-random.ts';

killAtRandom({ count: 300, seed: 20_261_123, timeout: 7_200_000 });
