import { describe, expect, it } from 'vitest';
import { areaPath, barsPath, linePath } from '../../../../../src/report/html/timeline/path.ts';

const a = { x: 0, y: 10 };
const b = { x: 10.04, y: 20 };
const c = { x: 20, y: 5 };

describe('linePath', () => {
  it('joins points', () => {
    expect(linePath([a, b, c])).toBe('M0 10L10 20L20 5');
  });

  it('leaves a gap, and a dot for a point between two gaps', () => {
    expect(linePath([a, undefined, b, undefined, c, a])).toBe('M0 10h0M10 20h0M20 5L0 10');
  });

  it('is empty without points', () => {
    expect(linePath([undefined])).toBe('');
  });
});

describe('areaPath', () => {
  it('goes along the one line and back along the other', () => {
    const low = [a, b].map(({ x, y }) => ({ x, y: y + 50 }));
    expect(areaPath([a, b], low)).toBe('M0 10L10 20L10 70L0 60Z');
  });

  it('has a gap where either line has', () => {
    expect(areaPath([a, undefined, c], [a, b, undefined])).toBe('M0 10L0 10Z');
  });
});

describe('barsPath', () => {
  it('draws each bar from its upper left corner', () => {
    expect(barsPath([{ x: 1, y: 2, width: 3, height: 4 }])).toBe('M1 2h3v4h-3Z');
  });
});
