import { describe, expect, it } from 'vitest';

import { recentRange } from '../../../src/engine/live/live-traffic.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';

const TIMELINE = new Timeline([
  { name: 'baseline', start: 0, windowStart: 2500, end: 5000 },
  { name: 'slow', start: 5000, windowStart: 6000, end: 9000 },
]);

describe('the last stretch of a run', () => {
  it.each([
    ['is nothing before the first second is over', 900, 60_000, { from: 0, to: 0 }],
    ['is all there is', 4200, 60_000, { from: 0, to: 4000 }],
    ['is as long as was asked, up to the last second that is over', 4200, 2000, { from: 2000, to: 4000 }],
    ['is never longer than was asked where a window cuts a second', 4999, 1700, { from: 2500, to: 4000 }],
    ['goes over the end of a step', 7300, 3000, { from: 4000, to: 7000 }],
    ['is the last second where less was asked', 7300, 100, { from: 6000, to: 7000 }],
    ['ends with the last step', 60_000, 3000, { from: 6000, to: 9000 }],
    ['is nothing before the run has begun', -400, 3000, { from: 0, to: 0 }],
  ])('%s', (_title, now, length, range) => {
    expect(recentRange(TIMELINE, now, length)).toEqual(range);
  });
});
