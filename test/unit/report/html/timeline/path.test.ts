import { describe, expect, it } from 'vitest';
import { barsPath, linePath, stepAreaPath, stepPath } from '../../../../../src/report/html/timeline/path.ts';

const a = { x: 0, y: 10 };
const b = { x: 10.04, y: 20 };
const c = { x: 20, y: 5 };

describe('linePath', () => {
  it('joins points', () => {
    expect(linePath([a, b, c])).toBe('M0 10l10 10l10-15');
  });

  it('leaves a gap, and a dot for a point between two gaps', () => {
    expect(linePath([a, undefined, b, undefined, c, a])).toBe('M0 10h0M10 20h0M20 5l-20 5');
  });

  it('adds no rounding up over many points', () => {
    const points = Array.from({ length: 1000 }, (_, index) => ({ x: index * 1.04, y: 0 }));
    const steps = linePath(points).matchAll(/l([\d.]+) 0/g);
    const end = [...steps].reduce((sum, [, step]) => sum + Number(step), 0);
    expect(end).toBeCloseTo(999 * 1.04, 1);
  });

  it('is empty without points', () => {
    expect(linePath([undefined])).toBe('');
  });
});

describe('barsPath', () => {
  it('draws each bar from its upper left corner', () => {
    expect(barsPath([{ x: 1, y: 2, width: 3, height: 4 }])).toBe('M1 2h3v4h-3Z');
  });
});

describe('stepPath', () => {
  const bars = [
    { x: 0, y: 5, width: 10, height: 5 },
    { x: 10, y: 5, width: 10, height: 5 },
    { x: 20, y: 2, width: 10, height: 8 },
    { x: 40, y: 1, width: 10, height: 9 },
  ];

  it('goes along the tops, joins what is level, and leaves a gap open', () => {
    expect(stepPath(bars)).toBe('M0 5H20V2H30M40 1H50');
  });

  it('closes the area below', () => {
    expect(stepAreaPath(bars, 10)).toBe('M0 5H20V2H30V10H0ZM40 1H50V10H40Z');
  });
});
