import { describe, expect, it } from 'vitest';

import { looksOf } from '../../../src/search/looks.ts';
import { lookConfidence } from '../../../src/search/spending.ts';

const BUDGET = { confidence: 0.95, trials: 13, expectations: 3 };

/** The chance that a look of a two-sided interval errs to one side. */
function tail(confidence: number): number {
  return (1 - confidence) / 2;
}

describe('what looks may spend', () => {
  it('is never more in all than what the search may be wrong', () => {
    const looks = Array.from({ length: 5000 }, (_, index) => index + 1);
    const wrongHolds = looks.reduce((sum, look) => sum + tail(lookConfidence(BUDGET, 'holds', look)), 0);
    const wrongFails = looks.reduce(
      (sum, look) => sum + BUDGET.expectations * tail(lookConfidence(BUDGET, 'fails', look)),
      0,
    );
    for (const wrong of [wrongHolds, wrongFails]) {
      expect(BUDGET.trials * wrong).toBeLessThanOrEqual(0.05);
      expect(BUDGET.trials * wrong).toBeGreaterThan(0.049);
    }
  });

  it('goes to looks that come with more and more samples, the first of which can only find failures', () => {
    const looks = [];
    for (const look of looksOf(BUDGET, (confidence) => Math.log(tail(confidence)) / Math.log(0.99))) {
      looks.push(look);
      if (looks.length === 12) break;
    }
    expect(looks[0]).toMatchObject({ n: 8 });
    expect(looks[0]?.holdsAt).toBeUndefined();
    const first = looks.findIndex(({ holdsAt }) => holdsAt !== undefined);
    expect(looks[first]?.holdsAt).toBe(lookConfidence(BUDGET, 'holds', 1));
    const counts = looks.map(({ n }) => n);
    expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => a - b));
    for (const [index, { failsAt }] of looks.entries())
      expect(failsAt).toBe(lookConfidence(BUDGET, 'fails', index + 1));
  });
});
