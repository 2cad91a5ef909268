import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSeed, seededRandom } from '../../../src/core/random.ts';

function draws(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
}

describe('seededRandom', () => {
  it('draws the same from the same seed on every machine and in every release', () => {
    expect(draws(1, 3).map((draw) => draw * 2 ** 32)).toEqual([2_693_262_067, 11_749_833, 2_265_367_787]);
  });

  it('draws from [0, 1), and something else from another seed', () => {
    const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(seed, { minLength: 2, maxLength: 2 }), ([one = 0, other = 0]) => {
        const some = draws(one, 50);
        expect(some.every((draw) => draw >= 0 && draw < 1)).toBe(true);
        expect(draws(one, 50)).toEqual(some);
        expect(draws(other, 50)).not.toEqual(some);
      }),
    );
  });

  it.each([0, 1, 4217, 2 ** 32 - 1])('is uniform, and free of runs, from seed %i', (seed) => {
    const many = draws(seed, 100_000);
    const shares = Array.from({ length: 20 }, () => 0);
    for (const draw of many) shares[Math.floor(draw * 20)]! += 1;
    const chiSquared = shares.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    // 99.99 % of the chi-squared distribution with 19 degrees of freedom; the seeds are fixed.
    expect(chiSquared).toBeLessThan(50.8);
    const products = many.slice(1).map((draw, index) => (draw - 0.5) * (many[index]! - 0.5));
    const correlation = (12 * products.reduce((sum, product) => sum + product, 0)) / products.length;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(products.length));
  });
});

describe('deriveSeed', () => {
  it('is a whole number of 32 bits', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seed, name) => {
        const derived = deriveSeed(seed, name);
        expect(Number.isInteger(derived) && derived >= 0 && derived < 2 ** 32).toBe(true);
      }),
    );
  });

  it('differs by name and by seed, so that parts of a run draw independently', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `load ${index}`);
    expect(new Set(names.map((name) => deriveSeed(7, name))).size).toBe(1000);
    expect(new Set(names.map((_, seed) => deriveSeed(seed, 'edge last-mile'))).size).toBe(1000);
    const [a, b] = ['load a', 'load b'].map((name) => draws(deriveSeed(7, name), 10_000));
    const together = a!.reduce((sum, draw, index) => sum + (draw - 0.5) * (b![index]! - 0.5), 0);
    expect(Math.abs((12 * together) / 10_000)).toBeLessThan(0.04);
  });

  it('is the FNV-1a hash of the name where the seed is 0', () => {
    // From the reference vectors of Fowler, Noll and Vo.
    expect(deriveSeed(0, 'foobar')).toBe(0xbf9cf968);
    expect(deriveSeed(0, '')).toBe(0x811c9dc5);
  });
});
