import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram, rankOf } from '../../../src/metrics/histogram.ts';

const durations = fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('the histogram', () => {
  it('gives every rank within 0.4 % of the sorted values', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = histogramOf(values);
        const sorted = [...values].sort((a, b) => a - b);
        sorted.forEach((exact, index) => {
          expect(Math.abs(histogram.valueAtRank(index + 1) - exact)).toBeLessThanOrEqual(exact * 0.004);
        });
      }),
    );
  });

  it('never gives a smaller value for a larger rank', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = histogramOf(values);
        for (let rank = 2; rank <= values.length; rank += 1) {
          expect(histogram.valueAtRank(rank)).toBeGreaterThanOrEqual(histogram.valueAtRank(rank - 1));
        }
      }),
    );
  });

  it('keeps count, smallest, largest, sum and sum of squares exactly', () => {
    const histogram = histogramOf([4, 0.25, 100]);
    histogram.record(2, 3);
    expect(histogram.count).toBe(6);
    expect(histogram.min).toBe(0.25);
    expect(histogram.max).toBe(100);
    expect(histogram.sum).toBe(110.25);
    expect(histogram.sumOfSquares).toBe(16 + 0.0625 + 10_000 + 12);
    expect(histogram.valueAtRank(1)).toBe(0.25);
    expect(histogram.valueAtRank(6)).toBe(100);
  });

  it('is the same when merged from parts, and after a trip through JSON', () => {
    fc.assert(
      fc.property(durations, durations, (left, right) => {
        const merged = histogramOf(left);
        merged.merge(histogramOf(right));
        const whole = histogramOf([...left, ...right]);
        expect(merged.buckets()).toEqual(whole.buckets());
        expect([merged.min, merged.max, merged.count]).toEqual([whole.min, whole.max, whole.count]);
        expect(merged.sum).toBeCloseTo(whole.sum, 3);
        const copy = Histogram.fromJSON(JSON.parse(JSON.stringify(merged)));
        expect(copy.toJSON()).toEqual(merged.toJSON());
        expect(copy.quantile(0.9)).toBe(merged.quantile(0.9));
      }),
    );
  });

  it('takes values between two questions', () => {
    const histogram = histogramOf([1, 2, 400]);
    expect(histogram.quantile(0.5)).toBeCloseTo(2, 1);
    histogram.record(8);
    histogram.record(16);
    expect(histogram.quantile(0.5)).toBeCloseTo(8, 1);
    histogram.merge(histogramOf([9, 12]));
    expect(histogram.valueAtRank(5)).toBeCloseTo(12, 1);
  });

  it('counts how many are not above a value, to its bucket', () => {
    const values = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 50 }), (drawn, threshold) => {
        const expected = drawn.filter((value) => value <= threshold).length;
        expect(histogramOf(drawn).countUpTo(threshold)).toBe(expected);
      }),
    );
    expect(histogramOf([1, 2, 3]).countUpTo(Infinity)).toBe(3);
    expect(new Histogram().countUpTo(1)).toBe(0);
  });

  it('puts each value into a bucket that holds it, also next to powers of two', () => {
    const values = [0.001, 0.0015, 0.002, 0.256, 0.001 * 2 ** 29, 0.001 * 2 ** 29 * (1 - 1e-15), 1e9];
    for (const value of values) {
      const [bucket] = histogramOf([value]).buckets();
      expect(value).toBeGreaterThanOrEqual(bucket!.from * (1 - 1e-12));
      expect(value).toBeLessThan(bucket!.to * (1 + 1e-12));
      expect(bucket!.to - bucket!.from).toBeLessThanOrEqual(Math.max(0.00101, (value / 128) * (1 + 1e-12)));
    }
  });

  it('stays sparse: memory follows the spread of the values, not their number', () => {
    const histogram = new Histogram();
    for (let index = 0; index < 50_000; index += 1) histogram.record(100 + (index % 100));
    expect(histogram.count).toBe(50_000);
    expect(histogram.buckets().length).toBeLessThanOrEqual(130);
  });

  it('takes zero, and what is below a microsecond, as they are', () => {
    const histogram = histogramOf([0, 0.0004]);
    expect(histogram.min).toBe(0);
    expect(histogram.max).toBe(0.0004);
    expect(histogram.buckets().map(({ from, count }) => [from, count])).toEqual([[0, 2]]);
  });

  it('has no quantile when empty, also after JSON', () => {
    const empty = Histogram.fromJSON(new Histogram().toJSON());
    expect(empty.quantile(0.5)).toBeNaN();
    expect(empty.count).toBe(0);
    expect(empty.min).toBe(Infinity);
    expect(empty.buckets()).toEqual([]);
  });

  it.each([Number.NaN, -1, Infinity])('refuses %s', (value) => {
    expect(() => new Histogram().record(value)).toThrow(RangeError);
  });

  it('refuses buckets that are none', () => {
    expect(() => Histogram.fromJSON({ sum: 1, sumOfSquares: 1, buckets: [1.5, 1] })).toThrow(RangeError);
    expect(() => Histogram.fromJSON({ sum: 1, sumOfSquares: 1, buckets: [1] })).toThrow(RangeError);
  });
});

describe('the rank of a quantile', () => {
  it('is the smallest that the share does not exceed, in whole arithmetic', () => {
    for (let percent = 1; percent <= 100; percent += 1) {
      for (const n of [1, 7, 20, 100, 3688]) {
        let exact = 1;
        while (exact * 100 < percent * n) exact += 1;
        expect(rankOf(percent / 100, n)).toBe(exact);
      }
    }
  });
});
