import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../src/core/random.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';
import {
  evidenceOf,
  meanChange,
  quantileChange,
  rateChange,
  shareChange,
  type Change,
  type Latencies,
  type Share,
} from '../../../src/slo/change.ts';
import { proportionInterval, type Interval, type Moments } from '../../../src/slo/intervals.ts';

const CONFIDENCE = 0.95;
const TRIALS = 300;

/** The binomial's probabilities, by multiplication. */
function binomial(n: number, p: number): number[] {
  const logs = [n * Math.log1p(-p)];
  for (let k = 1; k <= n; k += 1) logs.push(logs[k - 1]! + Math.log((n - k + 1) / k) + Math.log(p / (1 - p)));
  return logs.map((log) => Math.exp(log));
}

/** How likely two samples of the same share are told apart, summed over all that can come out. */
function wrongShare(n: readonly [number, number], p: number, told: typeof shareChange): number {
  const [base, other] = n.map((size) => binomial(size, p));
  let wrong = 0;
  base!.forEach((chance, count) => {
    other!.forEach((beside, found) => {
      if (chance * beside < 1e-9) return;
      const { interval } = told({ count, n: n[0] }, { count: found, n: n[1] }, CONFIDENCE);
      if (evidenceOf(interval) !== 'none') wrong += chance * beside;
    });
  });
  return wrong;
}

/** Leaves out the uncertainty of the base: the mistake that the check must find. */
function oneSidedChange(base: Share, other: Share, confidence: number): Change {
  const { low, high } = proportionInterval(other.count, other.n, confidence);
  const from = base.count / base.n;
  return { value: other.count / other.n - from, interval: { low: low - from, high: high - from } };
}

/** Log-normal with a median of 100 ms, as latencies often are. */
function latency(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return 100 * Math.exp(0.5 * normal);
}

function latencies(random: Random, n: number, factor = 1): Latencies {
  const answered = new Histogram();
  for (let sent = 0; sent < n; sent += 1) answered.record(factor * latency(random));
  return { answered, unanswered: 0 };
}

/** The share of trials in which `one` gives evidence of a change. */
function toldApart(one: (random: Random) => Interval): number {
  const random = seededRandom(20261122);
  let told = 0;
  for (let trial = 0; trial < TRIALS; trial += 1) if (evidenceOf(one(random)) !== 'none') told += 1;
  return told / TRIALS;
}

function quantilesOf(random: Random, q: number, factor = 1): Interval {
  return quantileChange(latencies(random, 500), latencies(random, 500, factor), {
    q,
    confidence: CONFIDENCE,
  });
}

function meansOf(random: Random, factor = 1): Interval {
  const [base, other] = [latencies(random, 300), latencies(random, 300, factor)];
  return meanChange(base.answered, other.answered, CONFIDENCE).interval;
}

function constant(value: number, count: number, unanswered = 0): Latencies {
  const answered = new Histogram();
  answered.record(value, count);
  return { answered, unanswered };
}

function tenths(count: number): Moments {
  return { count, sum: 0.1 * count, sumOfSquares: 0.01 * count };
}

function poisson(random: Random, mean: number): number {
  let count = 0;
  for (let time = -Math.log(1 - random()); time < mean; time -= Math.log(1 - random())) count += 1;
  return count;
}

describe('without a change', () => {
  const cases = [0.5, 0.9, 0.98, 0.99, 0.999].flatMap((p) =>
    (
      [
        [50, 50],
        [80, 80],
        [30, 150],
      ] as const
    ).map((n) => [p, n] as const),
  );

  it.each(cases)('a share of %f is wrongly told apart in at most 5 of 100, of %j requests', (p, n) => {
    expect(wrongShare(n, p, shareChange)).toBeLessThanOrEqual(0.05);
  });

  it.each([0.5, 0.95, 0.99])('the %f quantile is wrongly told apart in at most 5 of 100', (q) => {
    expect(toldApart((random) => quantilesOf(random, q))).toBeLessThanOrEqual(0.05);
  });

  it.each([10, 60, 130])(
    'a Poisson rate is wrongly told apart in at most 5 of 100, of %i in all',
    (total) => {
      // Given the total, the share of the longer window is binomial: summed up, nothing is left to luck.
      const wrong = binomial(total, 10 / 13).map((chance, count) => {
        const base = { count: total - count, seconds: 3 };
        const { interval } = rateChange(base, { count, seconds: 10 }, CONFIDENCE);
        return evidenceOf(interval) === 'none' ? 0 : chance;
      });
      expect(wrong.reduce((sum, chance) => sum + chance, 0)).toBeLessThanOrEqual(0.05);
    },
  );

  it('a mean is wrongly told apart in about 5 of 100', () => {
    // Welch's test is no exact one: three standard errors of the trials are granted.
    expect(toldApart(meansOf)).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / TRIALS));
  });

  it('the check itself tells an interval that is too short', () => {
    expect(wrongShare([120, 120], 0.9, oneSidedChange)).toBeGreaterThan(0.05);
  });
});

describe('a change', () => {
  it('of a share from 99 to 90 per cent is found nearly always in 400 requests', () => {
    const random = seededRandom(4);
    const draw = (p: number): number =>
      Array.from({ length: 400 }, random).filter((value) => value < p).length;
    const told = toldApart(
      () => shareChange({ count: draw(0.99), n: 400 }, { count: draw(0.9), n: 400 }, CONFIDENCE).interval,
    );
    expect(told).toBeGreaterThan(0.95);
  });

  it.each([
    [0.5, 1.25],
    [0.95, 1.5],
  ])('of the %f quantile by a factor of %f is found nearly always in 500 requests', (q, factor) => {
    expect(toldApart((random) => quantilesOf(random, q, factor))).toBeGreaterThan(0.9);
  });

  it('of a mean by a sixth is found nearly always in 300 requests', () => {
    expect(toldApart((random) => meansOf(random, 1.18))).toBeGreaterThan(0.9);
  });

  it('of a rate by a half is found nearly always in 200 and 300', () => {
    const told = toldApart(
      (random) =>
        rateChange(
          { count: poisson(random, 200), seconds: 10 },
          { count: poisson(random, 300), seconds: 10 },
          CONFIDENCE,
        ).interval,
    );
    expect(told).toBeGreaterThan(0.9);
  });

  it('lies within its interval as often as promised', () => {
    let missed = 0;
    const random = seededRandom(9);
    const truth = 100 * (1.4 - 1);
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const interval = quantilesOf(random, 0.5, 1.4);
      if (interval.low > truth || interval.high < truth) missed += 1;
    }
    expect(missed / TRIALS).toBeLessThanOrEqual(0.05);
  });
});

describe('the difference of two shares', () => {
  it('with Wilson’s limits replaced by exact ones holds Newcombe’s published interval', () => {
    // Newcombe 1998, table II (a): 56/70 and 48/80, method 10 gives 0.0524 to 0.3339.
    const { value, interval } = shareChange({ count: 48, n: 80 }, { count: 56, n: 70 }, CONFIDENCE);
    expect(value).toBeCloseTo(0.2, 12);
    expect(interval.low).toBeLessThan(0.0524);
    expect(interval.high).toBeGreaterThan(0.3339);
    expect(interval.low).toBeGreaterThan(0.03);
    expect(interval.high).toBeLessThan(0.36);
  });
});

describe('the difference of two quantiles', () => {
  const median = { q: 0.5, confidence: CONFIDENCE };

  it('is no change where the histogram cannot tell two values apart', () => {
    // Neighbouring buckets begin at 99.5 and 100 in units of the first: 0.7 % apart.
    const interval = quantileChange(constant(100, 1000), constant(100.6, 1000), median);
    expect(evidenceOf(interval)).toBe('none');
    expect(evidenceOf(quantileChange(constant(100, 1000), constant(102, 1000), median))).toBe('higher');
  });

  it('has no upper end where too few can bound it, and is larger than any where most are not answered', () => {
    expect(quantileChange(constant(5, 5), constant(5, 5), median)).toEqual({
      low: -Infinity,
      high: Infinity,
    });
    const lost = quantileChange(constant(5, 100), constant(5, 10, 90), median);
    expect(lost).toEqual({ low: Infinity, high: Infinity });
    expect(quantileChange(constant(5, 10, 90), constant(5, 10, 90), median)).toEqual({
      low: -Infinity,
      high: Infinity,
    });
  });
});

describe('the difference of two means', () => {
  it('has the degrees of freedom of Welch and Satterthwaite', () => {
    // By hand: means 2 and 12, variances 1 and 4, three of each; df = (5/3)^2 / ((1/3)^2/2 + (4/3)^2/2) = 2.941.
    const { value, interval } = meanChange(
      { count: 3, sum: 6, sumOfSquares: 14 },
      { count: 3, sum: 36, sumOfSquares: 440 },
      CONFIDENCE,
    );
    expect(value).toBe(10);
    // t(0.975) lies between 4.303 with 2 and 3.182 with 3 degrees of freedom.
    const reach = (interval.high - interval.low) / 2 / Math.sqrt(5 / 3);
    expect(reach).toBeGreaterThan(3.182);
    expect(reach).toBeLessThan(3.3);
  });

  it('is none between values that are all the same', () => {
    expect(evidenceOf(meanChange(tenths(3), tenths(7), CONFIDENCE).interval)).toBe('none');
  });

  it('cannot be bounded from one value', () => {
    const one = { count: 1, sum: 5, sumOfSquares: 25 };
    expect(meanChange(one, one, CONFIDENCE).interval).toEqual({ low: -Infinity, high: Infinity });
  });
});
