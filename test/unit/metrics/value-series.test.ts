import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/metrics/timeline.ts';
import { ValueSeries } from '../../../src/metrics/value-series.ts';

function seriesOf(...values: readonly (readonly [at: number, value: number, end?: number])[]): ValueSeries {
  const series = new ValueSeries(
    new Timeline([
      { name: 'first', start: 0, windowStart: 2000, end: 5000 },
      { name: 'second', start: 5000, windowStart: 6000, end: 9000 },
    ]),
  );
  for (const [at, value, end = at] of values) series.add({ at, end, value });
  return series;
}

const WINDOW = { from: 2000, to: 5000 };

describe('the values of a metric', () => {
  it('are those that began in the window', () => {
    const { inside, seconds } = seriesOf([1999, 1], [2000, 2], [4999, 3], [5000, 4]).window(WINDOW);
    expect([inside.n, inside.answered.sum, seconds]).toEqual([2, 5, 3]);
  });

  it('straddle where they were known after their step', () => {
    const { inside, straddling, waited } = seriesOf([4000, 500, 4500], [4800, 700, 5500]).window(WINDOW);
    expect([inside.n, straddling.n, straddling.answered.sum, waited.max]).toEqual([1, 1, 700, 0]);
  });

  it('count as good unless they are 0', () => {
    const { inside } = seriesOf([2000, 1], [2001, 0], [2002, 3]).window(WINDOW);
    expect([inside.ok, inside.failed]).toEqual([2, 1]);
  });

  it('have a last one, by when it was known', () => {
    expect(seriesOf([2000, 7], [3000, 9], [2500, 8]).window(WINDOW).last).toBe(9);
    expect(seriesOf().window(WINDOW).last).toBeUndefined();
  });

  it('count for the whole run also outside of its steps', () => {
    const series = seriesOf([-500, 1], [2500, 2], [9500, 4]);
    expect(series.whole().inside.answered.sum).toBe(7);
    expect(series.whole().seconds).toBe(9);
  });

  it('are left out and counted where no histogram holds them', () => {
    const series = seriesOf([2000, -1], [2000, Number.NaN], [2000, 1]);
    expect([series.unusable, series.whole().inside.n]).toEqual([2, 1]);
  });
});
