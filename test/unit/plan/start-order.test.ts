import { describe, expect, it } from 'vitest';

import { planText, SOUND, soundBut, soundPlan } from '../../helpers/planning.ts';

describe('the start order', () => {
  it('puts a service after those that it is pointed at', () => {
    expect(soundPlan(SOUND).services.map(({ name }) => name)).toEqual(['carts', 'shop']);
  });

  it('is that of the file where nothing depends', () => {
    const text = soundBut(
      [', CARTS_URL: "${edges.cart-link.url}"', ''],
      ['from: shop, to: carts', 'from: shop, to: carts, listen: "127.0.0.1:9000"'],
    );
    expect(soundPlan(text).services.map(({ name }) => name)).toEqual(['shop', 'carts']);
  });

  it('refuses services that wait for each other, once, at one of them', () => {
    const text = soundBut(
      ['[node, carts.js], env: { PORT: "${port}" }', '[node, carts.js], env: { SHOP: "${edges.back.url}" }'],
      ['edges:\n', 'edges:\n  back: { from: carts, to: shop }\n'],
    );
    expect(planText(text).found).toMatchObject([
      {
        code: 'service-cycle',
        message: 'services wait for each other: `shop` -> `carts` -> `shop`',
        hint: expect.stringContaining('listen'),
        marked: 'shop',
      },
    ]);
  });
});
