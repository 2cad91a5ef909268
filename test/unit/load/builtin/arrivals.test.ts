import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import { arrivalTimes } from '../../../../src/load/builtin/arrivals.ts';
import type { RateSegment } from '../../../../src/load/load.ts';

const even = (segments: readonly RateSegment[]): number[] => [...arrivalTimes(segments, 'even', () => 0)];
const poisson = (segments: readonly RateSegment[], seed: number): number[] => [
  ...arrivalTimes(segments, 'poisson', seededRandom(seed)),
];
const constant = (rate: number, start: number, end: number): RateSegment => ({
  start,
  end,
  from: rate,
  to: rate,
});

/** Segments one after the other, some with a gap before them; any of them may be off, flat or a ramp. */
const anySegments = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 250),
      length: fc.integer({ min: 1, max: 4000 }),
      from: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true })),
      to: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true })),
    }),
    { maxLength: 6 },
  )
  .map((parts) => {
    let clock = 0;
    return parts.map(({ gap, length, from, to }): RateSegment => {
      const start = clock + gap;
      clock = start + length;
      return { start, end: clock, from, to };
    });
  });

/** The expected arrivals before `moment`: an oracle that integrates piece by piece. */
function integral(segments: readonly RateSegment[], moment: number): number {
  return segments.reduce((sum, { start, end, from, to }) => {
    const length = Math.min(Math.max(moment - start, 0), end - start);
    const rateThere = from + ((to - from) * length) / (end - start);
    return sum + (((from + rateThere) / 2) * length) / 1000;
  }, 0);
}

describe('even arrivals', () => {
  it('come at the middle of equal intervals at a constant rate', () => {
    expect(even([constant(4, 0, 1000)])).toEqual([125, 375, 625, 875]);
  });

  it('are exactly rate times duration for a constant rate', () => {
    expect(even([constant(500, 0, 3000)])).toHaveLength(1500);
  });

  it('follow a ramp from zero by the square root of time', () => {
    const times = even([{ start: 0, end: 2000, from: 0, to: 8 }]);
    expect(times).toHaveLength(8);
    times.forEach((time, index) => expect(time).toBeCloseTo(1000 * Math.sqrt((index + 0.5) / 2), 6));
  });

  it('follow a ramp down to zero as the mirror image of the ramp up', () => {
    const up = even([{ start: 0, end: 2000, from: 0, to: 8 }]);
    const down = even([{ start: 0, end: 2000, from: 8, to: 0 }]);
    up.toReversed().forEach((time, index) => expect(down[index]).toBeCloseTo(2000 - time, 6));
  });

  it('change pace exactly at a segment boundary', () => {
    const times = even([constant(10, 0, 1000), constant(100, 1000, 2000)]);
    expect(times.filter((time) => time < 1000)).toHaveLength(10);
    expect(times.find((time) => time >= 1000)).toBeCloseTo(1005, 6);
  });

  it('are none while the rate is zero', () => {
    expect(even([constant(0, 0, 60_000)])).toEqual([]);
    expect(even([constant(0, 0, 1000), constant(2, 1000, 2000)])).toEqual([1250, 1750]);
  });

  it('match the integral of the rate within 1 at any moment', () => {
    fc.assert(
      fc.property(anySegments, fc.double({ min: 0, max: 30_000, noNaN: true }), (segments, moment) => {
        const count = even(segments).filter((time) => time < moment).length;
        expect(Math.abs(count - integral(segments, moment))).toBeLessThan(1);
      }),
    );
  });
});

describe('poisson arrivals', () => {
  it('are the same for the same seed and others for another', () => {
    const segments = [constant(100, 0, 1000)];
    expect(poisson(segments, 7)).toEqual(poisson(segments, 7));
    expect(poisson(segments, 7)).not.toEqual(poisson(segments, 8));
  });

  it('number as many as the integral within five standard deviations, also on a ramp', () => {
    const segments = [constant(200, 0, 20_000), { start: 20_000, end: 60_000, from: 200, to: 0 }];
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(Math.abs(poisson(segments, seed).length - 8000)).toBeLessThan(5 * Math.sqrt(8000));
    }
  });

  it('have gaps as variable as they are long', () => {
    const times = poisson([constant(1000, 0, 20_000)], 3);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
  });
});

describe('any arrivals', () => {
  it('are in order and inside a segment whose rate is not zero', () => {
    fc.assert(
      fc.property(anySegments, fc.integer(), fc.boolean(), (segments, seed, regular) => {
        const times = regular ? even(segments) : poisson(segments, seed);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const time of times) {
          const on = segments.some(
            ({ start, end, from, to }) => start <= time && time <= end && from + to > 0,
          );
          expect(on).toBe(true);
        }
      }),
    );
  });
});
