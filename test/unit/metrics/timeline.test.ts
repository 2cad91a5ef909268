import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slidingWindows } from '../../../src/metrics/sliding-windows.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';

const STEPS = [
  { name: 'baseline', start: 0, windowStart: 2000, end: 5000 },
  { name: '3g', start: 5000, windowStart: 6250, end: 7500, cuts: [6800] },
  { name: 'after-a-gap', start: 8000, windowStart: 8000, end: 9000 },
];

describe('the timeline', () => {
  it('cuts each step into seconds, and again where a window may begin', () => {
    const blocks = new Timeline(STEPS).blocks.filter((block) => block.step === 1);
    expect(blocks.map(({ from, to }) => [from, to])).toEqual([
      [5000, 6000],
      [6000, 6250],
      [6250, 6800],
      [6800, 7000],
      [7000, 7500],
    ]);
  });

  it('finds the block of an instant as a walk through all of them would', () => {
    const timeline = new Timeline(STEPS);
    fc.assert(
      fc.property(fc.double({ min: -500, max: 9500, noNaN: true }), (t) => {
        expect(timeline.blockIndexAt(t)).toBe(
          timeline.blocks.findIndex(({ from, to }) => from <= t && t < to),
        );
      }),
    );
    expect(timeline.blockIndexAt(5000)).toBe(5);
    expect(timeline.blockIndexAt(7600)).toBe(-1);
    expect(timeline.blockIndexAt(9000)).toBe(-1);
  });

  it('gives the blocks of a window exactly', () => {
    const timeline = new Timeline(STEPS);
    expect(timeline.blocksWithin({ from: 6800, to: 7500 })).toEqual({ first: 8, end: 10 });
    expect(timeline.blocksWithin({ from: 2000, to: 5000 })).toEqual({ first: 2, end: 5 });
  });

  it.each([
    { from: 2000, to: 4500 },
    { from: 2100, to: 5000 },
    { from: 7500, to: 9000 },
    { from: 8000, to: 9500 },
  ])('refuses a window from $from to $to that is no union of blocks', (range) => {
    expect(() => new Timeline(STEPS).blocksWithin(range)).toThrow(RangeError);
  });

  it('ignores cuts outside of their step and repeated ones', () => {
    const [step] = STEPS;
    const timeline = new Timeline([{ ...step!, cuts: [-5, 1000, 1000, 2000, 99_000] }]);
    expect(timeline.blocks).toHaveLength(5);
  });

  it('refuses steps that overlap or end before they begin', () => {
    const [first] = STEPS;
    expect(() => new Timeline([first!, { ...first!, start: 4000, windowStart: 4000, end: 6000 }])).toThrow(
      'out of order',
    );
    expect(() => new Timeline([{ ...first!, end: 1000 }])).toThrow('out of order');
  });
});

describe('sliding windows', () => {
  it('are three seconds long and one apart', () => {
    expect(slidingWindows({ from: 500, to: 5500 })).toEqual([
      { from: 500, to: 3500 },
      { from: 1500, to: 4500 },
      { from: 2500, to: 5500 },
    ]);
  });

  it('leave nothing of the end unseen, and make one window of a short step', () => {
    expect(slidingWindows({ from: 0, to: 4700 })).toEqual([
      { from: 0, to: 3000 },
      { from: 1000, to: 4700 },
    ]);
    expect(slidingWindows({ from: 100, to: 1600 })).toEqual([{ from: 100, to: 1600 }]);
  });
});
