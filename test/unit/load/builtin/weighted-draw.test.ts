import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import { weightedDraw } from '../../../../src/load/builtin/weighted-draw.ts';

describe('weightedDraw', () => {
  it('draws each index by its share of the weights', () => {
    const draw = weightedDraw([1, 3, 6], seededRandom(11));
    const counts = [0, 0, 0];
    for (let n = 0; n < 10_000; n += 1) {
      const index = draw();
      counts[index] = (counts[index] ?? 0) + 1;
    }
    [1000, 3000, 6000].forEach((expected, index) => {
      expect(Math.abs((counts[index] ?? 0) - expected)).toBeLessThan(250);
    });
  });

  it('finds the index whose stretch holds the point', () => {
    const points = [0, 0.249, 0.25, 0.999];
    const draw = weightedDraw([1, 0, 3], () => points.shift() ?? 0);
    expect([draw(), draw(), draw(), draw()]).toEqual([0, 0, 2, 2]);
  });

  it('draws the same for the same seed', () => {
    const draws = [1, 1].map((seed) => Array.from({ length: 50 }, weightedDraw([1, 1], seededRandom(seed))));
    expect(draws[0]).toEqual(draws[1]);
    expect(new Set(draws[0])).toEqual(new Set([0, 1]));
  });
});
