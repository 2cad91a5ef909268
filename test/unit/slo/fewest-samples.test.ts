import { describe, expect, it } from 'vitest';
import type { Confidence } from '../../../src/slo/confidence.ts';
import { fewestForEnd, fewestSamples } from '../../../src/slo/fewest-samples.ts';
import { proportionInterval, quantileRanks } from '../../../src/slo/intervals.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';

function fewest(text: string, confidence: Confidence = 0.95): number {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return fewestSamples(result.expectation, confidence);
}

describe('the fewest samples that could pass', () => {
  it.each([
    ['success(a) >= 99%', 368],
    ['success(a) >= 99.9%', 3688],
    ['success(a) >= 98%', 183],
    ['errors(a) <= 5%', 72],
    ['errors(a) < 1%', 368],
    ['success(a) <= 5%', 72],
    ['errors(a) >= 95%', 72],
    ['p95(a) < 2s', 72],
    ['p99(a) < baseline + 1s', 368],
    ['p(99.9)(a) <= 2s', 3688],
    ['p50(a) > 1ms', 6],
    ['p95(a) > 1ms', 2],
    ['mean(a) < 1s', 2],
    ['max(a) < 1s', 1],
    ['rps(a) > 1/s', 1],
    ['recovery(a) <= 5s', 1],
    ['success(a) >= baseline - 1%', 1],
    ['success(a) >= 0%', 1],
    ['success(a) > 0%', 1],
    ['success(a) >= 100%', Infinity],
    ['errors(a) <= 0%', Infinity],
    ['success(a) == 100%', 1],
  ])('for `%s` are %d', (text, n) => {
    expect(fewest(text)).toBe(n);
  });

  it.each([
    ['p95(a) < 2s', 20],
    ['p50(a) < 2s', 2],
    ['p(99.9)(a) < 2s', 1000],
    ['success(a) >= 99%', 1],
    ['success(a) >= 100%', 1],
    ['mean(a) < 1s', 1],
  ])('without a confidence for `%s` are %d', (text, n) => {
    expect(fewest(text, 'none')).toBe(n);
  });

  it('are exactly where the intervals begin to allow a pass, at any level', () => {
    for (const confidence of [0.8, 0.9, 0.99]) {
      for (const percent of [50, 90, 99, 99.5]) {
        const n = fewest(`success(a) >= ${percent}%`, confidence);
        expect(proportionInterval(n, n, confidence).low).toBeGreaterThanOrEqual(percent / 100);
        expect(proportionInterval(n - 1, n - 1, confidence).low).toBeLessThan(percent / 100);
        const fn = { kind: 'percentile', percent } as const;
        const high = fewestForEnd(fn, 'high', confidence);
        expect(quantileRanks(high, percent / 100, confidence).high).toBe(high);
        expect(quantileRanks(high - 1, percent / 100, confidence).high).toBeUndefined();
        const low = fewestForEnd(fn, 'low', confidence);
        expect(quantileRanks(low, percent / 100, confidence).low).toBe(1);
        expect(quantileRanks(low - 1, percent / 100, confidence).low).toBeUndefined();
      }
    }
  });
});
