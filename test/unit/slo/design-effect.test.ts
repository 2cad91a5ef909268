import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { designEffect, FEWEST_BLOCKS, type BlockTotal } from '../../../src/slo/design-effect.ts';
import { persistence } from '../../../src/slo/persistence.ts';
import { drawNormal } from '../../helpers/calibration/normal.ts';

const CONFIDENCE = 0.95;

/** The effect on the share of ones among samples of 0 and 1. */
function effectOf(blocks: readonly BlockTotal[]): number {
  const n = blocks.reduce((sum, block) => sum + block.n, 0);
  const share = blocks.reduce((sum, block) => sum + block.sum, 0) / n;
  return designEffect(blocks, { variance: share * (1 - share), confidence: CONFIDENCE }).sure;
}

function repeat(times: number, ...blocks: readonly BlockTotal[]): BlockTotal[] {
  return Array.from({ length: times }, () => blocks).flat();
}

describe('the design effect', () => {
  it('is the length of the blocks where all samples of one are the same, and a little more for not knowing it better', () => {
    const random = seededRandom(3);
    const blocks = Array.from({ length: 4000 }, () => ({ n: 20, sum: random() < 0.5 ? 20 : 0 }));
    const effect = effectOf(blocks);
    expect(effect).toBeGreaterThan(17);
    expect(effect).toBeLessThan(30);
  });

  it('is little more than 1 for independent samples, the less the longer the window', () => {
    const random = seededRandom(5);
    const meanOf = (length: number): number => {
      const effects = Array.from({ length: 200 }, () =>
        effectOf(
          Array.from({ length }, () => ({
            n: 50,
            sum: Array.from({ length: 50 }, () => Number(random() < 0.2)).reduce((a, b) => a + b),
          })),
        ),
      );
      return effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    };
    expect(meanOf(10)).toBeLessThan(2);
    expect(meanOf(300)).toBeLessThan(1.2);
  });

  it('is 1 where samples avoid each other, where all are the same, and where the blocks are too few to tell', () => {
    expect(effectOf(repeat(20, { n: 10, sum: 5 }))).toBe(1);
    expect(effectOf(repeat(20, { n: 10, sum: 10 }))).toBe(1);
    const clustered = [{ n: 10, sum: 10 }, ...repeat(FEWEST_BLOCKS - 2, { n: 10, sum: 0 })];
    expect(effectOf(clustered)).toBe(1);
    expect(effectOf([...clustered, { n: 10, sum: 0 }])).toBeGreaterThan(10);
  });

  it('is surely more than it is seen to be, the less blocks there are to see it in', () => {
    const blocks = [
      { n: 10, sum: 10 },
      { n: 10, sum: 2 },
    ];
    const allowances = [6, 60, 600].map((times) => {
      const { seen, sure } = designEffect(repeat(times, ...blocks), {
        variance: 0.24,
        confidence: CONFIDENCE,
      });
      return sure / seen;
    });
    expect(allowances[0]).toBeGreaterThan(allowances[1]!);
    expect(allowances[1]).toBeGreaterThan(allowances[2]!);
    expect(allowances[2]).toBeGreaterThan(1);
  });

  it('takes no notice of blocks in which nothing was sent', () => {
    const blocks = repeat(10, { n: 10, sum: 10 }, { n: 10, sum: 2 });
    const gaps = blocks.flatMap((block) => [block, { n: 0, sum: 0 }]);
    expect(effectOf(gaps)).toBe(effectOf(blocks));
  });

  it('rises with how long a bad stretch lasts', () => {
    const [bad, good] = [
      { n: 20, sum: 20 },
      { n: 20, sum: 0 },
    ];
    const lasting = [1, 2, 4].map((length) =>
      effectOf(repeat(32 / length, ...repeat(length, bad), ...repeat(length, good))),
    );
    expect(lasting).toEqual(lasting.toSorted((a, b) => a - b));
    expect(lasting[2]).toBeGreaterThan(2 * lasting[0]!);
  });

  it('does not depend on what the samples are counted in', () => {
    const block = fc.record({
      n: fc.integer({ min: 1, max: 50 }),
      sum: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 2, max: 1000 }),
        (blocks, unit) => {
          const scaled = blocks.map(({ n, sum }) => ({ n, sum: sum * unit }));
          const [one, other] = [
            designEffect(blocks, { variance: 1, confidence: CONFIDENCE }).sure,
            designEffect(scaled, { variance: unit ** 2, confidence: CONFIDENCE }).sure,
          ];
          expect(one).toBeGreaterThanOrEqual(1);
          expect(other / one).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});

describe('how many blocks in a row say as much as one', () => {
  it.each([0, 0.5, 0.8])('is found for a series of which each follows the one before with %f', (kept) => {
    const random = seededRandom(11);
    let state = 0;
    const series = Array.from({ length: 20_000 }, () => {
      state = kept * state + drawNormal(random);
      return state;
    });
    const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
    const truth = (1 + kept) / (1 - kept);
    const found = persistence(series.map((value) => value - mean));
    expect(found / truth).toBeGreaterThan(0.8);
    expect(found / truth).toBeLessThan(1.25);
  });

  it('is never less than one', () => {
    expect(persistence([1, -1, 1, -1, 1, -1])).toBeGreaterThanOrEqual(1);
    expect(persistence([0, 0, 0])).toBe(1);
  });
});
