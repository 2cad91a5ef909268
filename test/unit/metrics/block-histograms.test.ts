import { describe, expect, it } from 'vitest';
import { BlockHistograms } from '../../../src/metrics/block-histograms.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';

describe('durations by block', () => {
  it('add up to those that began in a window', () => {
    const steps = [{ name: 'one', start: 0, windowStart: 2000, end: 5000 }];
    const histograms = new BlockHistograms(new Timeline(steps));
    for (const [at, value] of [
      [-1, 9],
      [1999, 9],
      [2000, 3],
      [4999, 5],
      [5000, 9],
    ] as const)
      histograms.record(at, value);
    const { count, min, max } = histograms.window({ from: 2000, to: 5000 });
    expect([count, min, max]).toEqual([2, 3, 5]);
  });
});
