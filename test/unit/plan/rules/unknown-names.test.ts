import { describe, expect, it } from 'vitest';

import { placeOf, planText, SOUND, soundBut } from '../../../helpers/planning.ts';

interface Misspelling {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly code: string;
  /** What the caret points at. */
  readonly marked: string;
  readonly meant: string;
}

const MISSPELLINGS: readonly Misspelling[] = [
  {
    what: 'an edge in `impair`',
    from: 'impair: { last-mile: wpt/3g }',
    to: 'impair: { last-smile: wpt/3g }',
    code: 'unknown-edge',
    marked: 'last-smile',
    meant: 'last-mile',
  },
  {
    what: 'the edge of a load',
    from: 'through: last-mile',
    to: 'through: last-mle',
    code: 'unknown-edge',
    marked: 'last-mle',
    meant: 'last-mile',
  },
  {
    what: 'an edge in a reference',
    from: '${edges.cart-link.url}',
    to: '${edges.cart-lnk.url}',
    code: 'unknown-edge',
    marked: '${edges.cart-lnk.url}',
    meant: 'cart-link',
  },
  {
    what: 'a service that an edge leads to',
    from: 'from: shoppers, to: shop }',
    to: 'from: shoppers, to: shp }',
    code: 'unknown-service',
    marked: 'shp',
    meant: 'shop',
  },
  {
    what: 'the load that an edge comes from',
    from: 'from: shoppers, to: shop }',
    to: 'from: shopers, to: shop }',
    code: 'unknown-from',
    marked: 'shopers',
    meant: 'shoppers',
  },
  {
    what: 'a load whose rate a step changes',
    from: '  - name: slow\n',
    to: '  - name: slow\n    load: { shoper: 100/s }\n',
    code: 'unknown-load',
    marked: 'shoper',
    meant: 'shoppers',
  },
  {
    what: 'a profile',
    from: 'wpt/3g }',
    to: 'wpt/3gg }',
    code: 'unknown-profile',
    marked: 'wpt/3gg',
    meant: 'wpt/3g',
  },
  {
    what: 'a step that a bound refers to',
    from: 'p95(shoppers) <= baseline + 2s',
    to: 'p95(shoppers) <= p95(shoppers)@baselin + 2s',
    code: 'unknown-step',
    marked: 'p95(shoppers)@baselin',
    meant: 'baseline',
  },
  {
    what: 'the subject of an expectation',
    from: 'success(shoppers)',
    to: 'success(shopers)',
    code: 'unknown-subject',
    marked: 'success(shopers)',
    meant: 'shoppers',
  },
  {
    what: 'the subject of a bound',
    from: 'p95(shoppers) <= baseline + 2s',
    to: 'p95(shoppers) <= 2x p50(shopers)',
    code: 'unknown-subject',
    marked: 'p50(shopers)',
    meant: 'shoppers',
  },
  {
    what: 'the request that a tag names',
    from: 'success(shoppers)',
    to: 'success(shoppers{name=crt})',
    code: 'unknown-tag',
    marked: 'name=crt',
    meant: 'cart',
  },
];

describe('a name that does not exist', () => {
  it('is not found in the sound scenario', () => {
    expect(planText(SOUND).found).toEqual([]);
  });

  it.each(MISSPELLINGS)('$what: has its place and what was meant', ({ from, to, code, marked, meant }) => {
    const text = soundBut([from, to]);
    const { plan, found } = planText(text);
    expect(plan).toBeUndefined();
    expect(found).toContainEqual({
      code,
      severity: 'error',
      message: expect.any(String),
      hint: `did you mean \`${meant}\`?`,
      position: placeOf(text, marked),
      marked,
    });
  });

  it('lists the choices where nothing is near', () => {
    const { found } = planText(soundBut(['impair: { last-mile: wpt/3g }', 'impair: { tunnel: wpt/3g }']));
    expect(found).toMatchObject([
      { code: 'unknown-edge', hint: 'choose one of `last-mile`, `cart-link`', marked: 'tunnel' },
    ]);
  });
});
