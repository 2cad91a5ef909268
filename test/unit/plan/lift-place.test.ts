import { describe, expect, it } from 'vitest';

import { planText, soundBut, soundPlan } from '../../helpers/planning.ts';

const LOAD = 'through: last-mile\n    rate: 100/s';
const LOAD_INSIDE = 'through: last-mile\n    in: namespace\n    rate: 100/s';
const SHOP =
  'start: { command: [node, shop.js], env: { PORT: "${port}", CARTS_URL: "${edges.cart-link.url}" } }';
const SHOP_HOST = SHOP.replace('{ PORT', '{ HOST: "${host}", PORT');
const CARTS = 'start: { command: [node, carts.js], env: { PORT: "${port}" } }';
const CARTS_INSIDE =
  'in: namespace\n    start: { command: [node, carts.js, "${host}"], env: { PORT: "${port}" } }';
const UNREADABLE: readonly [string, string] = ['      - success(cart-link) >= 98%\n', ''];
const LAST_MILE = 'last-mile: { from: shoppers, to: shop }';
const CART_LINK = 'cart-link: { from: shop, to: carts }';

const lastMile = (more: string): readonly [string, string] => [
  LAST_MILE,
  LAST_MILE.replace(' }', `, ${more} }`),
];

describe('an edge', () => {
  it('between processes of this host is carried by a proxy on loopback', () => {
    expect(soundPlan(soundBut()).edges[0]).toMatchObject({
      driver: 'proxy',
      per: 'client',
      readable: true,
      place: { kind: 'listen', host: '127.0.0.1', port: 0 },
    });
  });

  it('from a load in a namespace is a veth pair with the host, which nobody can read', () => {
    const plan = soundPlan(soundBut([LOAD, LOAD_INSIDE], [SHOP, SHOP_HOST]));
    expect(plan.edges[0]).toMatchObject({
      driver: 'tc',
      per: 'edge',
      readable: false,
      place: { kind: 'veth', from: 'shoppers' },
    });
    expect(plan.edges[0]?.place).not.toHaveProperty('to');
    expect(plan.edges[1]?.driver).toBe('proxy');
    expect(plan.loads[0]?.home).toBe('namespace');
  });

  it('to a service in a namespace is one as well, whoever asks', () => {
    const plan = soundPlan(soundBut([CARTS, CARTS_INSIDE], UNREADABLE));
    expect(plan.edges[1]).toMatchObject({ driver: 'tc', place: { kind: 'veth', to: 'carts' } });
    expect(plan.services.find(({ name }) => name === 'carts')).toMatchObject({ home: 'namespace' });
  });

  it('between two namespaces joins them', () => {
    const shopInside = `in: namespace\n    ${SHOP_HOST}`;
    const plan = soundPlan(soundBut([SHOP, shopInside], [CARTS, CARTS_INSIDE], UNREADABLE));
    expect(plan.edges.map(({ place }) => place)).toEqual([
      { kind: 'veth', to: 'shop' },
      { kind: 'veth', from: 'shop', to: 'carts' },
    ]);
  });

  it('may be one client of its own where that is the load in its namespace', () => {
    const text = soundBut([LOAD, LOAD_INSIDE], [SHOP, SHOP_HOST], lastMile('per: client'));
    expect(soundPlan(text).edges[0]?.per).toBe('edge');
  });

  it('may be on an interface that exists', () => {
    const on = '{ interface: eth1, netns: red, replace: true }';
    expect(soundPlan(soundBut(lastMile(`via: tc, on: ${on}`))).edges[0]).toMatchObject({
      driver: 'tc',
      place: { kind: 'interface', interface: 'eth1', netns: 'red', replace: true, allow: false },
    });
  });
});

describe('an edge that cannot be carried', () => {
  it('names the choices where `tc` has no interface', () => {
    const [found, ...others] = planText(soundBut(lastMile('via: tc'))).found;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'edge-place', marked: 'tc' });
    for (const choice of ['in: namespace', 'on: { interface: eth1 }', 'proxy'])
      expect(found?.hint).toContain(choice);
  });

  it.each([
    ['via: proxy', 'via-impossible', 'via'],
    ['on: { interface: eth1 }', 'edge-on', 'on'],
    ['listen: "127.0.0.1:9000"', 'edge-listen', 'listen'],
  ])('says that %s does not fit a namespace', (more, code, marked) => {
    const text = soundBut([LOAD, LOAD_INSIDE], [SHOP, SHOP_HOST], lastMile(more));
    expect(planText(text).found).toMatchObject([{ code, marked }]);
  });

  it.each([
    ['on: { interface: eth1 }', 'edge-on'],
    ['via: tc, on: { interface: eth1, netns: red, pid: 7 }', 'edge-on'],
    ['via: tc, on: { netns: red, replace: true }', 'missing-key'],
    ['via: tc, on: { interface: eth1 }, listen: "127.0.0.1:9000"', 'edge-listen'],
    ['via: tc, on: { interface: eth1 }, per: client', 'edge-per'],
  ])('says what is wrong with %s', (more, code) => {
    expect(planText(soundBut(lastMile(more))).found).toMatchObject([{ code }]);
  });

  it('has one queue where a service in a namespace has many clients', () => {
    const text = soundBut([CARTS, CARTS_INSIDE], UNREADABLE, [
      CART_LINK,
      CART_LINK.replace(' }', ', per: client }'),
    ]);
    expect(planText(text).found).toMatchObject([{ code: 'edge-per', marked: 'client' }]);
  });

  it('does not lead from a namespace to a URL', () => {
    const text = soundBut(
      [LOAD, LOAD_INSIDE],
      [`${SHOP}\n    ready: { get: /health }`, 'url: http://127.0.0.1:8080'],
      [`  ${CART_LINK}\n`, ''],
      UNREADABLE,
    );
    expect(planText(text).found).toMatchObject([{ code: 'namespace-url', marked: 'shop' }]);
  });

  it('does not lead to services in different places', () => {
    const text = soundBut(
      [CARTS, CARTS_INSIDE],
      UNREADABLE,
      ['services:\n', 'services:\n  stock:\n    start: { command: [node, stock.js] }\n'],
      [CART_LINK, 'cart-link: { from: shop, to: [carts, stock] }'],
      ['edges.cart-link.url', 'edges.cart-link.carts.url'],
    );
    expect(planText(text).found.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'edge-places', marked: '[carts, stock]' },
    ]);
  });

  it('is not judged by its exchanges where the kernel carries it', () => {
    const text = soundBut([CARTS, CARTS_INSIDE]);
    expect(planText(text).found).toMatchObject([
      {
        code: 'unreadable-edge',
        hint: 'judge the load instead',
        message: expect.stringContaining('the kernel'),
      },
    ]);
  });
});

describe('a service that a namespace reaches', () => {
  it('is warned of when nothing tells it where to listen', () => {
    const text = soundBut([LOAD, LOAD_INSIDE], ['{ last-mile: wpt/3g }', '{ last-mile: { rtt: 50ms } }']);
    expect(planText(text).found).toMatchObject([
      { code: 'host-unused', severity: 'warning', marked: 'start', hint: expect.stringContaining('${host}') },
    ]);
  });

  it('has no namespace when it runs already', () => {
    const text = soundBut([CARTS, 'in: namespace\n    url: http://127.0.0.1:8080']);
    expect(planText(text).found).toMatchObject([{ code: 'service-in', marked: 'in' }]);
  });
});
