import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, BINS, binShares, logAxis } from '../../../../../src/report/html/histogram/bins.ts';
import { barsPath } from '../../../../../src/report/html/histogram/bars.ts';

const LATENCY = fc.double({ min: 0, max: 3_600_000, noNaN: true });

describe('logAxis', () => {
  it('has a place within for every value above the noise, in their order', () => {
    fc.assert(
      fc.property(fc.array(LATENCY, { minLength: 1, maxLength: 30 }), (values) => {
        const { low, high, position } = logAxis(values);
        expect(high / low).toBeGreaterThanOrEqual(8 - 1e-6);
        const places = values.toSorted((a, b) => a - b).map(position);
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThan(1);
          expect(place).toBeGreaterThanOrEqual(places[index - 1] ?? 0);
        }
      }),
    );
  });

  it('gives equal ratios equal lengths', () => {
    const { position } = logAxis([1, 1000]);
    expect(position(100) - position(10)).toBeCloseTo(position(10) - position(1), 10);
  });
});

describe('binShares', () => {
  it('loses no answer, and counts those that never came in no bar', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(LATENCY, fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 0, max: 100 }),
        (buckets, unanswered) => {
          const edges = buckets.map(([edge]) => edge);
          const counts = buckets.map(([, count]) => count);
          const answered = counts.reduce((sum, count) => sum + count, 0);
          const shares = binShares({ edges, counts }, answered + unanswered, logAxis(edges));
          expect(shares).toHaveLength(BINS);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(
            answered / (answered + unanswered),
            9,
          );
        },
      ),
    );
  });
});

describe('axisTicks', () => {
  it.each([
    [
      [2, 40],
      [2, 5, 10, 20],
    ],
    [
      [0.3, 900],
      [1, 10, 100],
    ],
  ])('of %j are %j', (values, ticks) => {
    expect(axisTicks(logAxis(values))).toEqual(ticks);
  });
});

describe('barsPath', () => {
  it('draws a bar for each share, the smallest a pixel high, and none for nothing', () => {
    expect(barsPath([0.5, 0, 0.001], 0.5, 100)).toBe('M0 100v-100h10v100zM20 100v-1h10v1z');
  });
});
