import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../../../src/report/html/timeline/place-labels.ts';

const ROOM = { top: 10, bottom: 190 };
const GAP = 12;
const heights = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 15 });

describe('placeLabels', () => {
  it('leaves labels that are apart where they belong', () => {
    expect(placeLabels([150, 20, 80], GAP, ROOM)).toEqual([150, 20, 80]);
  });

  it('pushes the upper one of two up, and keeps their order', () => {
    expect(placeLabels([102, 100], GAP, ROOM)).toEqual([102, 90]);
  });

  it('stays below the top, where the lower one has to move', () => {
    expect(placeLabels([12, 12], GAP, ROOM)).toEqual([10, 22]);
  });

  it('lets none overlap, as long as there is room for all', () => {
    fc.assert(
      fc.property(heights, (places) => {
        const placed = placeLabels(places, GAP, ROOM).toSorted((a, b) => a - b);
        const gaps = placed.slice(1).map((height, index) => height - placed[index]!);
        expect(gaps.every((gap) => gap >= GAP)).toBe(true);
        expect(placed.every((height) => height >= ROOM.top && height <= ROOM.bottom)).toBe(true);
      }),
    );
  });
});
