import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareAt, showing, viewOf, zoomed } from '../../../../../src/report/html/timeline/browser/view.ts';

const END = 60_000;
const moment = fc.integer({ min: 0, max: END });

describe('viewOf', () => {
  it('shows what a drag marked, in either direction', () => {
    expect(viewOf(10_000, 20_000, END)).toEqual({ start: 10_000, end: 20_000 });
    expect(viewOf(20_000, 10_000, END)).toEqual({ start: 10_000, end: 20_000 });
  });

  it('is never shorter than two seconds, nor longer than the run', () => {
    expect(viewOf(100, 110, END)).toEqual({ start: 0, end: 2000 });
    expect(viewOf(300, 310, 500)).toEqual({ start: 0, end: 500 });
  });
});

describe('zoomed', () => {
  it('keeps the moment where it was on the screen', () => {
    expect(zoomed({ start: 0, end: END }, 0.5, 15_000, END)).toEqual({ start: 7500, end: 37_500 });
  });

  it('stays within the run, and leads back to all of it', () => {
    fc.assert(
      fc.property(moment, moment, fc.double({ min: 0.1, max: 10, noNaN: true }), (from, to, factor) => {
        const view = viewOf(from, to, END);
        const next = zoomed(view, factor, (view.start + view.end) / 2, END);
        expect(next.start).toBeGreaterThanOrEqual(0);
        expect(next.end).toBeLessThanOrEqual(END + 1e-6);
        expect(next.end - next.start).toBeGreaterThanOrEqual(2000 - 1e-6);
        expect(zoomed(next, 1000, from, END)).toEqual({ start: 0, end: END });
      }),
    );
  });
});

describe('showing', () => {
  it('moves a view only as far as it must', () => {
    const view = { start: 10_000, end: 20_000 };
    expect(showing(view, 12_000)).toEqual(view);
    expect(showing(view, 21_000)).toEqual({ start: 11_000, end: 21_000 });
    expect(showing(view, 9000)).toEqual({ start: 9000, end: 19_000 });
  });
});

describe('shareAt', () => {
  it('is where a moment stands in a view', () => {
    expect(shareAt({ start: 10, end: 20 }, 15)).toBe(0.5);
    expect(shareAt({ start: 10, end: 20 }, 25)).toBe(1.5);
  });
});
