import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RecentWindow } from '../../../src/metrics/recent-window.ts';

const SLOT = 100;
const SLOTS = 50;

function ended(at: number): { due: number; end: number; name: string; ok: boolean; answered: boolean } {
  return { due: at - 10, end: at, name: 'home', ok: true, answered: true };
}

describe('what ended lately', () => {
  it('holds everything of the last seconds and nothing older, within one slot', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }), (ends) => {
        const sorted = ends.toSorted((a, b) => a - b);
        const window = new RecentWindow(SLOT, SLOTS);
        for (const end of sorted) window.add(ended(end));
        const { ended: seen, until } = window.upTo(30_000);
        const within = (back: number): number => sorted.filter((end) => end > until - back).length;
        expect(seen.n).toBeGreaterThanOrEqual(within(SLOT * (SLOTS - 1)));
        expect(seen.n).toBeLessThanOrEqual(within(SLOT * SLOTS + 1));
      }),
    );
  });

  it('is no longer than the run has lasted', () => {
    const window = new RecentWindow(SLOT, SLOTS);
    window.add(ended(1_000));
    expect(window.upTo(1_000)).toMatchObject({ until: 1_000, lasted: 1_000 });
    expect(window.upTo(1_100).until).toBe(1_000);
    expect(window.upTo(20_000)).toMatchObject({ until: 19_750, lasted: 4_950 });
  });

  it('forgets what would have to be put before it began to look back', () => {
    const window = new RecentWindow(SLOT, SLOTS);
    window.add(ended(20_000));
    window.add(ended(10_000));
    window.add(ended(-5));
    expect(window.upTo(20_000).ended.n).toBe(1);
  });
});
