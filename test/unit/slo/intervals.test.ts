import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { regularizedBeta } from '../../../src/slo/beta.ts';
import { meanInterval, proportionInterval, quantileRanks } from '../../../src/slo/intervals.ts';

/** The binomial's probabilities by multiplication, from the largest term outwards. */
function binomial(n: number, p: number): number[] {
  const logs = [n * Math.log1p(-p)];
  for (let k = 1; k <= n; k += 1) logs.push(logs[k - 1]! + Math.log((n - k + 1) / k) + Math.log(p / (1 - p)));
  return logs.map((log) => Math.exp(log));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const shares = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('the incomplete beta function', () => {
  it('is the tail of the binomial, term by term', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        shares,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, p, part) => {
          const k = 1 + Math.floor(part * (n - 1));
          expect(regularizedBeta(p, k, n - k + 1)).toBeCloseTo(sumOf(binomial(n, p).slice(k)), 9);
        },
      ),
    );
  });

  it.each([
    // Closed forms: I_x(a, 1) = x^a, I_x(1, b) = 1 - (1-x)^b, I_x(1/2, 1/2) = 2/pi asin(sqrt x).
    [0.3, 4, 1, 0.3 ** 4],
    [0.3, 1, 7, 1 - 0.7 ** 7],
    [0.3, 0.5, 0.5, (2 / Math.PI) * Math.asin(Math.sqrt(0.3))],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('of %f, %f, %f has its closed form', (x, a, b, exact) => {
    expect(regularizedBeta(x, a, b)).toBeCloseTo(exact, 13);
  });

  it('holds for a million samples: the median of a symmetric beta is a half', () => {
    expect(regularizedBeta(0.5, 500_000, 500_000)).toBeCloseTo(0.5, 7);
  });
});

describe('the ranks that bound a quantile', () => {
  it('are those of the exact binomial, found by walking through all of them', () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 500 }),
      fc.constantFrom(0.01, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999),
      fc.constantFrom(0.8, 0.9, 0.95, 0.99),
    );
    fc.assert(
      fc.property(cases, ([n, q, confidence]) => {
        const chances = binomial(n, q);
        // One sample below the 95th percentile has exactly the tail of 90 %: a tie that rounding must not decide.
        const tail = ((1 - confidence) / 2) * (1 + 1e-9);
        let low = 0;
        while (low < n && sumOf(chances.slice(0, low + 1)) <= tail) low += 1;
        let high = n + 1;
        while (high > 1 && sumOf(chances.slice(high - 1)) <= tail) high -= 1;
        const ranks = quantileRanks(n, q, confidence);
        expect(ranks.low ?? 0).toBe(low);
        expect(ranks.high ?? n + 1).toBe(high);
      }),
    );
  });

  it.each([
    [0.5, 6],
    [0.95, 72],
    [0.99, 368],
    [0.999, 3688],
  ])('bound the %f quantile from above at 95 per cent from %i samples, and not one earlier', (q, n) => {
    expect(quantileRanks(n, q, 0.95).high).toBe(n);
    expect(quantileRanks(n - 1, q, 0.95).high).toBeUndefined();
  });

  it('hold the true quantile as often as promised', () => {
    const random = seededRandom(7);
    for (const [n, q] of [
      [100, 0.5],
      [150, 0.95],
      [60, 0.9],
    ] as const) {
      const { low = 0, high = n + 1 } = quantileRanks(n, q, 0.95);
      let held = 0;
      for (let trial = 0; trial < 3000; trial += 1) {
        let below = 0;
        for (let draw = 0; draw < n; draw += 1) if (random() < q) below += 1;
        if (low <= below && below < high) held += 1;
      }
      expect(held / 3000).toBeGreaterThan(0.94);
    }
  });

  it('take milliseconds for a million samples, and lie where the normal approximation says', () => {
    const n = 1_000_000;
    const { low = 0, high = n + 1 } = quantileRanks(n, 0.95, 0.95);
    const reach = 1.959964 * Math.sqrt(n * 0.95 * 0.05);
    expect(Math.abs(low - (n * 0.95 - reach))).toBeLessThan(3);
    expect(Math.abs(high - (n * 0.95 + reach))).toBeLessThan(3);
  });
});

describe('the interval of a proportion', () => {
  it.each([
    [0.999, 3688],
    [0.99, 368],
    [0.98, 183],
    [0.95, 72],
  ])('clears %f without a failure at n = %i, and not one sample earlier', (share, n) => {
    expect(proportionInterval(n, n, 0.95).low).toBeGreaterThanOrEqual(share);
    expect(proportionInterval(n - 1, n - 1, 0.95).low).toBeLessThan(share);
  });

  it('ends where the exact tails of the binomial are 2.5 % each', () => {
    const cases = fc.tuple(fc.integer({ min: 2, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(cases, ([n, part]) => {
        const successes = 1 + Math.floor(part * (n - 2));
        const { low, high } = proportionInterval(successes, n, 0.95);
        expect(sumOf(binomial(n, low).slice(successes))).toBeCloseTo(0.025, 8);
        expect(sumOf(binomial(n, high).slice(0, successes + 1))).toBeCloseTo(0.025, 8);
      }),
    );
  });

  it('holds the truth at least as often as promised, also next to 100 %', () => {
    for (const [n, truth] of [
      [100, 0.999],
      [1000, 0.999],
      [300, 0.99],
      [50, 0.5],
    ] as const) {
      const coverage = sumOf(
        binomial(n, truth).filter((_chance, successes) => {
          const { low, high } = proportionInterval(successes, n, 0.95);
          return low <= truth && truth <= high;
        }),
      );
      expect(coverage).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('reaches the ends when all or none succeed', () => {
    expect(proportionInterval(10, 10, 0.95).high).toBe(1);
    expect(proportionInterval(0, 10, 0.95).low).toBe(0);
    expect(proportionInterval(0, 10, 0.95).high).toBeCloseTo(1 - 0.025 ** 0.1, 12);
  });
});

describe('the interval of a mean', () => {
  it.each([
    // Student's t at 95 %, from any table.
    [2, 12.7062],
    [5, 2.77645],
    [11, 2.22814],
    [31, 2.04227],
    [1001, 1.96234],
  ])('of %i values reaches %f standard errors', (count, t) => {
    // count values whose mean is 100 and whose standard deviation is the root of count, so the standard error is 1.
    const sumOfSquares = count * 100 ** 2 + (count - 1) * count;
    const { low, high } = meanInterval({ count, sum: count * 100, sumOfSquares }, 0.95);
    expect(high - 100).toBeCloseTo(t, 3);
    expect(100 - low).toBeCloseTo(t, 3);
  });

  it('holds the true mean as often as promised', () => {
    const random = seededRandom(3);
    let held = 0;
    for (let trial = 0; trial < 3000; trial += 1) {
      const values = Array.from({ length: 40 }, () => 50 + 100 * random());
      const moments = {
        count: 40,
        sum: sumOf(values),
        sumOfSquares: sumOf(values.map((value) => value ** 2)),
      };
      const { low, high } = meanInterval(moments, 0.95);
      if (low <= 100 && 100 <= high) held += 1;
    }
    expect(held / 3000).toBeGreaterThan(0.94);
  });

  it('has no upper end for a single value, and is never negative', () => {
    expect(meanInterval({ count: 1, sum: 5, sumOfSquares: 25 }, 0.95)).toEqual({ low: 0, high: Infinity });
    expect(meanInterval({ count: 2, sum: 10, sumOfSquares: 100 }, 0.95).low).toBe(0);
  });
});
