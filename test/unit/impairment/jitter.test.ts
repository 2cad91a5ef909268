import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { drawJitter } from '../../../src/impairment/jitter.ts';
import type { Distribution } from '../../../src/impairment/model.ts';

const COUNT = 100_000;

function draws(distribution: Distribution): number[] {
  const random = seededRandom(4217);
  return Array.from({ length: COUNT }, () => drawJitter(distribution, random)).sort((a, b) => a - b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** The share of a distribution below a value, from its textbook formula. */
const SHARE_BELOW: Readonly<Record<Distribution, (value: number) => number>> = {
  uniform: (value) => (value + 1) / 2,
  normal: (value) => {
    // Abramowitz and Stegun 7.1.26, right to 1.5e-7.
    const x = Math.abs(value) / Math.SQRT2;
    const t = 1 / (1 + 0.3275911 * x);
    const series =
      ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    const within = 1 - series * Math.exp(-x * x);
    return (1 + Math.sign(value) * within) / 2;
  },
  // Shape 3 and scale 1 have mean 3/2 and variance 3/4.
  pareto: (value) => 1 - (value * Math.sqrt(3 / 4) + 3 / 2) ** -3,
};

describe.each(['uniform', 'normal', 'pareto'] as const)('%s jitter', (distribution) => {
  const sorted = draws(distribution);

  it('has the shape of its name', () => {
    const distances = sorted.map((value, index) => {
      return Math.abs(SHARE_BELOW[distribution](value) - (index + 0.5) / COUNT);
    });
    // Kolmogorov-Smirnov: 1.95 / sqrt(n) is exceeded by chance once in a thousand seeds; this one is fixed.
    expect(Math.max(...distances.filter((_, index) => index % 10 === 0))).toBeLessThan(
      1.95 / Math.sqrt(COUNT),
    );
  });

  it('moves the mean by nothing', () => {
    expect(Math.abs(mean(sorted))).toBeLessThan(0.02);
  });

  it('is always finite', () => {
    const extremes = [0, 1 - Number.EPSILON, 0.5];
    for (const first of extremes) {
      for (const second of extremes) {
        const left = [first, second];
        expect(Number.isFinite(drawJitter(distribution, () => left.shift() ?? 0))).toBe(true);
      }
    }
  });
});

describe('the width of jitter', () => {
  it('is the greatest deviation of a uniform draw', () => {
    const sorted = draws('uniform');
    expect(sorted[0]).toBeGreaterThanOrEqual(-1);
    expect(sorted.at(-1)).toBeLessThan(1);
    expect(sorted.at(-1)! - sorted[0]!).toBeGreaterThan(1.999);
  });

  it('is the standard deviation of a normal draw, and nearly that of a sample of a heavy tail', () => {
    expect(deviation(draws('normal'))).toBeCloseTo(1, 2);
    expect(deviation(draws('pareto'))).toBeGreaterThan(0.9);
    expect(deviation(draws('pareto'))).toBeLessThan(1.15);
  });

  it('shortens a delay by little and lengthens it by much in a heavy tail', () => {
    const sorted = draws('pareto');
    expect(sorted[0]).toBeGreaterThan(-0.58);
    expect(sorted.at(-1)).toBeGreaterThan(10);
  });
});
