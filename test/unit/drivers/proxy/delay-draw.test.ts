import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import { drawDelay } from '../../../../src/drivers/proxy/shaping/jitter.ts';
import type { Distribution } from '../../../../src/impairment/model.ts';

function moments(delay: number, jitter: number, distribution: Distribution): Record<string, number> {
  const random = seededRandom(11);
  const draws = Array.from({ length: 100_000 }, () => drawDelay({ delay, jitter, distribution }, random));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  return { mean, deviation: Math.sqrt(variance), min: Math.min(...draws), max: Math.max(...draws) };
}

describe('the draw of a delay', () => {
  it('is the delay itself without jitter', () => {
    expect(drawDelay({ delay: 12.5 }, seededRandom(1))).toBe(12.5);
    expect(drawDelay({}, seededRandom(1))).toBe(0);
  });

  it('spreads uniformly within the jitter', () => {
    const { mean, min, max } = moments(100, 20, 'uniform');
    expect(mean).toBeCloseTo(100, 0);
    expect(min).toBeGreaterThanOrEqual(80);
    expect(max).toBeLessThanOrEqual(120);
  });

  it('has the jitter as its deviation where it is normal, cut at four of them', () => {
    const { mean, deviation, min, max } = moments(100, 20, 'normal');
    expect(mean).toBeCloseTo(100, 0);
    expect(deviation).toBeCloseTo(20, 0);
    expect(min).toBeGreaterThanOrEqual(20);
    expect(max).toBeLessThanOrEqual(180);
  });

  it('has a long tail above and a short one below where it is pareto', () => {
    const { min, max } = moments(100, 20, 'pareto');
    expect(min).toBeGreaterThan(88);
    expect(max).toBe(180);
  });

  it('is never negative', () => {
    expect(moments(1, 50, 'normal')['min']).toBe(0);
  });
});
