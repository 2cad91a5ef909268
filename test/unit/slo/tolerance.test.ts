import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { blockTolerance, toleranceFactor } from '../../../src/slo/tolerance.ts';
import { drawNormal } from '../../helpers/calibration/normal.ts';

describe('the factor of a tolerance limit', () => {
  it.each([
    // One-sided, 95 % of a normal population with 95 %: Hahn and Meeker, Statistical Intervals (1991), table A.12d.
    [5, 4.203],
    [10, 2.911],
    [30, 2.22],
    [100, 1.927],
  ])('of %i values is that of the table, or nearly', (n, exact) => {
    expect(toleranceFactor(n, 0.95, 0.9) / exact).toBeGreaterThan(0.97);
    expect(toleranceFactor(n, 0.95, 0.9) / exact).toBeLessThan(1.15);
  });

  it('does not exist for hardly any', () => {
    expect(toleranceFactor(2, 0.95, 0.95)).toBe(Infinity);
    expect(toleranceFactor(0.5, 0.95, 0.95)).toBe(Infinity);
  });
});

function independent(seed: number, length: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length }, () => 100 * Math.exp(0.5 * drawNormal(random)));
}

describe('the tolerance of blocks', () => {
  it('holds the share of them as often as promised', () => {
    const truth = 100 * Math.exp(0.5 * 1.6449);
    const held = Array.from(
      { length: 1000 },
      (_, seed) => blockTolerance(independent(seed, 15), 0.95, 0.95).high,
    );
    expect(held.filter((high) => high >= truth).length / 1000).toBeGreaterThan(0.965);
  });

  it('adds next to nothing to blocks that hardly differ, and is nothing but their own value where they do not', () => {
    const { high } = blockTolerance([375, 376, 375, 378, 375, 374, 377, 375, 376, 375], 0.95, 0.95);
    expect(high).toBeGreaterThan(376);
    expect(high).toBeLessThan(385);
    const same = blockTolerance([5, 5, 5, 5, 5], 0.95, 0.95);
    expect(same.low).toBeCloseTo(5, 9);
    expect(same.high).toBeCloseTo(5, 9);
  });

  it('knows nothing where a block was not answered, and can tell a time of 0', () => {
    expect(blockTolerance([1, 2, Infinity, 3, 2], 0.95, 0.95)).toEqual({ low: 0, high: Infinity });
    expect(blockTolerance([0, 0, 0, 0, 0], 0.95, 0.95).high).toBeLessThan(0.01);
  });
});
