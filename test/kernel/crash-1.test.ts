import { killAtEveryMoment } from '../helpers/crash-moments.ts';

killAtEveryMoment({ part: 1, of: 2 });
