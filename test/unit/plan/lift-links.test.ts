import { describe, expect, it } from 'vitest';

import { placeOf, planText, SOUND, soundBut, soundPlan } from '../../helpers/planning.ts';

describe('the network state of a step', () => {
  it('names every edge, clear where the step says nothing, and marks what changes', () => {
    const links = soundPlan(SOUND).steps.map((step) => step.links);
    expect(links).toMatchObject([
      [
        { edge: 'last-mile', label: 'clear', changed: false, rtt: 0 },
        { edge: 'cart-link', label: 'clear', changed: false },
      ],
      [
        { edge: 'last-mile', label: 'wpt/3g', changed: true, rtt: 300 },
        { edge: 'cart-link', label: 'clear', changed: false },
      ],
    ]);
  });

  it('is not changed by the same state in other words', () => {
    const text = soundBut([
      '    expect:\n      - success',
      '    impair: { last-mile: { profile: wpt/3g } }\n    expect:\n      - success',
    ]);
    expect(soundPlan(text).steps.map((step) => step.links[0]?.changed)).toEqual([true, false]);
  });

  it('refuses what the driver cannot do, with the reason', () => {
    const text = soundBut(['wpt/3g }', '{ corrupt: 1% } }']);
    const { plan, found } = planText(text);
    expect(plan).toBeUndefined();
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'impairment-impossible',
        message: expect.stringContaining('`corrupt` is impossible on edge `last-mile`'),
        position: placeOf(text, '1%'),
      }),
    );
  });
});
