import { describe, expect, it } from 'vitest';

import { planText, soundBut } from '../../../helpers/planning.ts';

const shared = (per: string, rate: string): string =>
  soundBut(
    ['from: shoppers, to: shop }', `from: shoppers, to: shop, per: ${per} }`],
    ['{ last-mile: wpt/3g }', `{ last-mile: { rate: ${rate} } }\n    settle: 4s`],
  );

describe('a link that is offered more than it carries', () => {
  it('is warned of, with both figures, and planned all the same', () => {
    const { plan, found } = planText(shared('edge', '56kbit/s'));
    expect(plan).toBeDefined();
    expect(found).toMatchObject([
      {
        code: 'offered-beyond-rate',
        severity: 'warning',
        message: expect.stringMatching(/offers at least 98\.\d+kbit\/s and the link carries 56kbit\/s/),
        marked: expect.stringContaining('rate: 56kbit/s'),
      },
    ]);
  });

  it('counts bodies', () => {
    const text = shared('edge', '1Mbit/s').replace(
      '{ get: /cart,',
      `{ post: /cart, body: ${'x'.repeat(5_000)},`,
    );
    expect(planText(text).found).toMatchObject([{ code: 'offered-beyond-rate' }]);
  });

  it.each([
    ['its requests by their weights', 'name: home', 'name: home, weight: 3', '97.6kbit/s'],
    ['all requests of a journey', '    requests:', '    journey:', '196.8kbit/s'],
    ['the most of a ramp', 'rate: 100/s', 'rate: { from: 100/s, to: 200/s }', '196.8kbit/s'],
    ['the most of a ramp downwards', 'rate: 100/s', 'rate: { from: 200/s, to: 100/s }', '196.8kbit/s'],
  ])('is offered %s', (_what, from, to, offered) => {
    const [found] = planText(shared('edge', '56kbit/s').replace(from, to)).found;
    expect(found?.message).toContain(`offers at least ${offered}`);
  });

  it('may be offered just what it carries', () => {
    expect(planText(shared('edge', '98.4kbit/s')).found).toEqual([]);
    expect(planText(shared('edge', '98.3kbit/s')).found).toHaveLength(1);
  });

  it('is no concern where only the way back is limited', () => {
    expect(planText(shared('edge', '{ down: 56kbit/s }')).found).toEqual([]);
  });

  it('is no concern where every client has a queue of its own', () => {
    expect(planText(shared('client', '56kbit/s')).found).toEqual([]);
  });

  it('is no concern where it carries more', () => {
    expect(planText(shared('edge', '1Mbit/s')).found).toEqual([]);
  });
});
