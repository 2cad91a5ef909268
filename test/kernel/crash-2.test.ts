import { killAtEveryMoment } from '../helpers/crash-moments.ts';

killAtEveryMoment({ part: 2, of: 2 });
