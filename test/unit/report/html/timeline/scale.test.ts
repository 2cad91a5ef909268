import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseScale, timeTicks } from '../../../../../src/report/html/timeline/scale.ts';

const latency = fc.double({ min: 0, max: 1e7, noNaN: true });

describe('chooseScale', () => {
  it('is linear from zero while the values are of one size', () => {
    const scale = chooseScale([40, 90, 130]);
    expect(scale.kind).toBe('linear');
    expect(scale.ticks).toEqual([0, 50, 100, 150]);
    expect([0, 75, 150].map(scale.position)).toEqual([0, 0.5, 1]);
  });

  it('is logarithmic where a clear and a bad link must both be seen', () => {
    const scale = chooseScale([4, 2100]);
    expect(scale.kind).toBe('log');
    expect(scale.ticks).toEqual([10, 100, 1000]);
    expect(scale.position(2)).toBe(0);
    expect(scale.position(100)).toBeCloseTo(0.5, 9);
    expect(scale.position(5000)).toBeCloseTo(1, 9);
  });

  it('is linear for what is asked to be, as a rate is', () => {
    expect(chooseScale([0.5, 900], 'linear')).toMatchObject({ kind: 'linear' });
  });

  it('has an axis when there is nothing to show', () => {
    expect(chooseScale([])).toMatchObject({ kind: 'linear' });
    expect(chooseScale([0]).position(0)).toBe(0);
  });

  it('keeps order and stays within the plot', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 30 }), (values) => {
        const scale = chooseScale(values);
        const positions = values.toSorted((a, b) => a - b).map(scale.position);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        expect(positions.every((position) => position >= 0 && position <= 1)).toBe(true);
      }),
    );
  });

  it('gives between two and nine ticks, each within the plot', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 30 }), (values) => {
        const { ticks, position } = chooseScale(values);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect(new Set(ticks.map(position)).size).toBe(ticks.length);
      }),
    );
  });
});

describe('timeTicks', () => {
  it.each([
    [60_000, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]],
    [4000, [0, 1000, 2000, 3000, 4000]],
    [600_000, [0, 120_000, 240_000, 360_000, 480_000, 600_000]],
    [0, [0]],
  ])('for %i ms are %j', (end, ticks) => {
    expect(timeTicks({ start: 0, end }).map(({ moment }) => moment)).toEqual(ticks);
  });

  it('are never more than seven', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (start, length) => {
        const ticks = timeTicks({ start, end: start + length });
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.every(({ moment }) => moment >= start && moment <= start + length)).toBe(true);
      }),
    );
  });

  it('keep the text at both ends within the figure', () => {
    expect(timeTicks({ start: 10_000, end: 12_000 }).map(({ anchor }) => anchor)).toEqual([
      'start',
      'middle',
      'middle',
      'middle',
      'end',
    ]);
  });
});
