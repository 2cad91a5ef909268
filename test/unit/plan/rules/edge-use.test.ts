import { describe, expect, it } from 'vitest';

import { planText, soundBut, soundPlan } from '../../../helpers/planning.ts';

describe('an edge that nothing uses', () => {
  it('is refused where its load goes another way', () => {
    const text = soundBut(['edges:\n', 'edges:\n  spare: { from: shoppers, to: shop }\n']);
    expect(planText(text).found).toMatchObject([
      {
        code: 'edge-unused',
        message: 'nothing uses edge `spare`',
        hint: 'write `through: spare` on load `shoppers`',
        marked: 'spare',
      },
    ]);
  });

  it('is refused where its service is not pointed at it', () => {
    const text = soundBut([', CARTS_URL: "${edges.cart-link.url}"', '']);
    expect(planText(text).found).toMatchObject([
      {
        code: 'edge-unused',
        hint: 'point `shop` at it in its environment, as `CARTS_URL: "${edges.cart-link.url}"`',
        marked: 'cart-link',
      },
    ]);
  });

  it('is accepted with a fixed address, which something outside may use', () => {
    const text = soundBut(
      [', CARTS_URL: "${edges.cart-link.url}"', ''],
      ['from: shop, to: carts', 'from: shop, to: carts, listen: "127.0.0.1:9000"'],
    );
    const { edges } = soundPlan(text);
    expect(edges[1]?.place).toEqual({ kind: 'listen', host: '127.0.0.1', port: 9000 });
  });

  it('is not reported of a service that is unknown itself', () => {
    const codes = planText(soundBut(['from: shop, to: carts', 'from: shep, to: carts'])).found.map(
      ({ code }) => code,
    );
    expect(codes).toContain('unknown-from');
    expect(codes).not.toContain('edge-unused');
  });
});

describe('an edge for a client that the run does not start', () => {
  it('takes any name for that client where its address is fixed', () => {
    const { edges } = soundPlan(
      soundBut(['edges:\n', 'edges:\n  outside: { from: browser, to: shop, listen: "127.0.0.1:9000" }\n']),
    );
    expect(edges[0]).toMatchObject({ name: 'outside', from: 'browser', per: 'client' });
  });

  it('is told to fix its address, and is not taken for the service that it leads to', () => {
    const text = soundBut(['edges:\n', 'edges:\n  outside: { from: shops, to: shop }\n']);
    expect(planText(text).found).toMatchObject([
      { code: 'unknown-from', hint: expect.stringContaining('`listen: 127.0.0.1:9000`'), marked: 'shops' },
    ]);
  });
});

describe('a load', () => {
  it('only takes an edge that comes from it', () => {
    const text = soundBut(['through: last-mile', 'through: cart-link']);
    expect(planText(text).found).toContainEqual(
      expect.objectContaining({
        code: 'edge-from',
        hint: 'write `from: shoppers` on the edge, or give the load an edge of its own',
        marked: 'cart-link',
      }),
    );
  });
});

describe('a fixed address', () => {
  it.each(['9000', 'localhost', '127.0.0.1:99999', ':9000'])('refuses %s', (listen) => {
    const text = soundBut(['from: shop, to: carts', `from: shop, to: carts, listen: "${listen}"`]);
    expect(planText(text).found.map(({ code }) => code)).toContain('listen-address');
  });

  it('reads IPv6 in brackets', () => {
    const text = soundBut(['from: shop, to: carts', 'from: shop, to: carts, listen: "[::1]:9000"']);
    expect(soundPlan(text).edges[1]?.place).toEqual({ kind: 'listen', host: '::1', port: 9000 });
  });
});
