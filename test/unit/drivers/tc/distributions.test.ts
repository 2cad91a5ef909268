import { describe, expect, it } from 'vitest';

import { distributionTable } from '../../../../src/drivers/tc/distributions.ts';
import { drawJitter } from '../../../../src/impairment/jitter.ts';
import { seededRandom } from '../../../../src/core/random.ts';
import type { Distribution } from '../../../../src/impairment/model.ts';

/** In multiples of the jitter, as the kernel reads an entry. */
function quantiles(distribution: Distribution): number[] {
  return distributionTable(distribution).map((entry) => entry / 8192);
}

describe.each<Distribution>(['uniform', 'normal', 'pareto'])('the table of %s', (distribution) => {
  it('has the quantiles of the draws that the other drivers make', () => {
    const random = seededRandom(7);
    const draws = Array.from({ length: 200_000 }, () => drawJitter(distribution, random)).toSorted(
      (a, b) => a - b,
    );
    const table = quantiles(distribution);
    for (const share of [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]) {
      const drawn = draws[Math.floor(share * draws.length)] ?? 0;
      const entry = table[Math.floor(share * table.length)] ?? 0;
      expect(Math.abs(entry - drawn)).toBeLessThan(share === 0.99 ? 0.1 : 0.02);
    }
  });

  it('fits what tc and the kernel read', () => {
    const table = distributionTable(distribution);
    expect(table.length).toBeLessThanOrEqual(16_384);
    for (const entry of table) {
      expect(Number.isInteger(entry)).toBe(true);
      expect(Math.abs(entry)).toBeLessThanOrEqual(32_767);
    }
  });

  it('ascends and is centred, so that a mean delay stays what it was', () => {
    const table = quantiles(distribution);
    expect(table).toEqual(table.toSorted((a, b) => a - b));
    const mean = table.reduce((sum, value) => sum + value, 0) / table.length;
    // The cut at four times the jitter takes a little of the long tail of pareto.
    expect(Math.abs(mean)).toBeLessThan(distribution === 'pareto' ? 0.03 : 0.001);
  });
});
