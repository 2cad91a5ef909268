import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, medians, quantile, ratioOfRounds } from '../../../bench/harness/statistics.mjs';

describe('statistics of the benchmarks', () => {
  it('takes the middle value, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('takes the smallest value that the share does not exceed', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(values, 0.5)).toBe(50);
    expect(quantile(values, 0.99)).toBe(99);
    expect(quantile(values, 1)).toBe(100);
    expect(quantile(values, 0)).toBe(1);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('has at least the share at or below a quantile, and less below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, share) => {
          const at = quantile(values, share);
          expect(values.filter((value) => value <= at).length).toBeGreaterThanOrEqual(share * values.length);
          expect(values.filter((value) => value < at).length).toBeLessThan(share * values.length);
        },
      ),
    );
  });

  it('leaves what it is given in its order', () => {
    const values = [3, 1, 2];
    median(values);
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  it('takes the median of each figure by itself', () => {
    const rounds = [
      { rate: 1, cpu: 30 },
      { rate: 3, cpu: 10 },
      { rate: 2, cpu: 20 },
    ];
    expect(medians(rounds)).toEqual({ rate: 2, cpu: 20 });
  });

  it('compares round by round, so that a slow moment of the machine does not count', () => {
    const ours = [{ rate: 150 }, { rate: 15 }, { rate: 300 }];
    const theirs = [{ rate: 100 }, { rate: 10 }, { rate: 100 }];
    expect(ratioOfRounds(ours, theirs, 'rate')).toBe(1.5);
  });
});
