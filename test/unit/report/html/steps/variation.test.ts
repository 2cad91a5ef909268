import { describe, expect, it } from 'vitest';

import type { Variation } from '../../../../../src/core/result.gen.ts';
import { curveMarkup, describeVariation } from '../../../../../src/report/html/steps/variation.ts';

const VARIATION: Variation = {
  planned: 12,
  applied: 11,
  skipped: 1,
  latest: 18.4,
  changes: [],
  curve: [
    { at: 1000, predicted: 0, observed: 50, n: 10 },
    { at: 2000, predicted: 100, observed: 100, n: 10 },
    { at: 3000, predicted: 200, observed: 150, n: 10 },
  ],
};

describe('a link that varied', () => {
  it('says how its changes went', () => {
    expect(describeVariation(VARIATION)).toBe(
      '11 of 12 while the window lasted, 1 left out, at most 18.4ms late',
    );
    expect(describeVariation({ ...VARIATION, applied: 12, skipped: 0 })).toBe(
      '12 of 12 while the window lasted, at most 18.4ms late',
    );
  });

  it('draws what was predicted and what was observed from the beginning to the end, on one scale', () => {
    const drawn = curveMarkup(VARIATION)?.text ?? '';
    expect(drawn).toContain('M0.0 90.0L300.0 45.0L600.0 0.0');
    expect(drawn).toContain('M0.0 67.5L300.0 45.0L600.0 22.5');
  });

  it('draws nothing where no probe could tell', () => {
    expect(curveMarkup({ ...VARIATION, curve: [] })).toBeUndefined();
    expect(curveMarkup({ ...VARIATION, curve: VARIATION.curve.slice(0, 1) })).toBeUndefined();
  });
});
