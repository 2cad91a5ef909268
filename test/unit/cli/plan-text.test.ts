import { describe, expect, it } from 'vitest';
import { planText } from '../../../src/cli/plan-text.ts';
import { SOUND, soundBut, soundPlan } from '../../helpers/planning.ts';

function linesOf(text: string): string[] {
  return planText(soundPlan(text, 7)).split('\n');
}

/** A service that runs already, behind an interface that the scenario names. */
function outside(url: string): string {
  return `version: 1
name: outside
services:
  shop: { url: "${url}" }
edges:
  last-mile: { from: shoppers, to: shop, via: tc, on: { interface: eth1, netns: red } }
load:
  shoppers: { through: last-mile, rate: 100/s, requests: [{ get: / }] }
steps:
  - name: slow
    for: 20s
    impair: { last-mile: { rtt: 300ms } }
    expect:
      - success(shoppers) >= 98%
`;
}

describe('a plan for people', () => {
  it('counts a single step as one', () => {
    expect(linesOf(outside('http://192.0.2.1:8080'))[0]).toBe('outside: 1 step, 20s, seed 7');
  });

  it('says which container is asked, and that its addresses are found when it runs', () => {
    const lines = linesOf(`version: 1
name: containers
services:
  web: { compose: { project: shop, service: web } }
  api: { container: { label: role=api }, port: 8080, ready: { get: /health } }
edges:
  inner: { from: web, to: api }
steps:
  - { name: slow, for: 10s, impair: { inner: { rtt: 100ms } } }
`);
    const text = lines.join('\n');
    expect(text).toMatch(/web +http +container of service `web` in the compose project `shop` +only asks/);
    expect(text).toMatch(
      /api +http +port 8080 of the container with the label `role=api` +ready when GET \/health/,
    );
    expect(text).toMatch(
      /inner +web -> api +docker driver, http +one shared queue +up leaves the interface of `web`/,
    );
    expect(text).toContain('addresses are found when it runs');
    expect(text).toMatch(/delay up +exact +netem `delay`/);
  });

  it('says what happens when, and how faithfully', () => {
    // How each driver does it is the driver's own text.
    const text = planText(soundPlan(SOUND, 7)).replaceAll(/^( {4}.*? exact) .+$/gm, '$1 ...');
    expect(text).toBe(`sound: 2 steps, 20s, seed 7

Services, in start order
  carts  http  node carts.js  ready when it accepts a connection, within 10s
  shop   http  node shop.js   ready when GET /health answers, within 10s

Edges
  last-mile  shoppers -> shop  proxy driver, http  a queue for each client
  cart-link  shop -> carts     proxy driver, http  one shared queue

Load
  shoppers  through last-mile  home, cart (by weight)  success policy server-errors, latency counts from when due

Step 1 baseline: 0.0s to 10.0s, judged from 2.0s
  load: shoppers 100/s
  last-mile: clear
  cart-link: clear
  expect success(shoppers) >= 98% (95% interval, needs 183 samples)

Step 2 slow: 10.0s to 20.0s, judged from 12.0s
  load: shoppers 100/s
  last-mile: wpt/3g = RTT 300ms, rate 768kbit/s up, rate 1.6Mbit/s down (changed here)
    delay up    exact ...
    rate up     exact ...
    delay down  exact ...
    rate down   exact ...
  cart-link: clear
  expect p95(shoppers) <= baseline + 2s (95% interval, needs 72 samples)
  expect success(cart-link) >= 98% (95% interval, needs 183 samples)
`);
  });

  it('says of a service that runs already where it is, and when it is ready', () => {
    const lines = linesOf(
      soundBut([
        '  carts:\n    start: { command: [node, carts.js], env: { PORT: "${port}" } }',
        '  carts: { url: "http://127.0.0.1:9000", ready: { get: /up, within: 3s } }',
      ]),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {2}carts {2}http {2}http:\/\/127\.0\.0\.1:9000 +ready when GET \/up answers, within 3s$/,
      ),
    );
  });

  it('says the rate of each load in each step: a ramp, a constant, or off', () => {
    const lines = linesOf(
      soundBut(
        [
          '    for: 10s\n    expect:',
          '    for: 10s\n    load: { shoppers: { from: 10/s, to: 300/s } }\n    expect:',
        ],
        [
          '    impair: { last-mile: wpt/3g }\n    expect:\n      - p95(shoppers) <= baseline + 2s\n      - success(cart-link) >= 98%\n',
          '    load: { shoppers: off }\n    impair: { last-mile: wpt/3g }\n',
        ],
      ),
    );
    expect(lines.filter((line) => line.startsWith('  load:'))).toEqual([
      '  load: shoppers 10/s to 300/s',
      '  load: shoppers off',
    ]);
  });

  it('says nothing of loads where there are none', () => {
    const lines = linesOf(`version: 1
name: quiet
services:
  shop: { url: "http://127.0.0.1:8080" }
  front: { start: { command: [node, front.js, "\${edges.link.url}", "\${port}"] } }
edges: { link: { from: front, to: shop } }
steps: [{ name: only, for: 5s, impair: { link: { delay: 10ms } } }]
`);
    expect(lines).not.toContain('Load');
    expect(lines.filter((line) => line.includes('load:'))).toEqual([]);
    expect(lines).toContain('  link: RTT 20ms (changed here)');
  });

  it('names the ports and the services of an edge, and who shares its queue', () => {
    const lines = linesOf(
      soundBut(
        [
          'cart-link: { from: shop, to: carts }',
          'cart-link: { from: shop, to: [carts:admin, bank], per: client }',
        ],
        [
          '  carts:\n    start: {',
          '  bank: { url: "http://127.0.0.1:9000" }\n  carts:\n    ports: [http, admin]\n    start: {',
        ],
        ['"${edges.cart-link.url}"', '"${edges.cart-link.carts.url}"'],
      ),
    );
    expect(lines).toContain(
      '  cart-link  shop -> carts:admin, bank  proxy driver, http  a queue for each client',
    );
  });

  it('says how a check is judged, and what a command may take', () => {
    const lines = linesOf(
      soundBut([
        '- success(shoppers) >= 98%',
        '- { that: "p95(shoppers) < 1s", confidence: none }\n      - { run: [node, check.js], within: 3s }\n    warn:\n      - success(shoppers) >= 98%',
      ]),
    );
    expect(lines).toContain('  expect p95(shoppers) < 1s (point estimate, needs 20 samples)');
    expect(lines).toContain('  expect run node check.js (within 3s)');
    expect(lines).toContain('  warn success(shoppers) >= 98% (95% interval, needs 183 samples)');
  });

  it('says the values of a profile, and of what was written as values only those', () => {
    expect(linesOf(SOUND).find((line) => line.includes('wpt/3g = '))).toMatch(
      /^ {2}last-mile: wpt\/3g = RTT 300ms, .+ \(changed here\)$/,
    );
    const inline = linesOf(soundBut(['last-mile: wpt/3g', 'last-mile: { delay: { up: 40ms } }']));
    expect(inline).toContain('  last-mile: delay 40ms up (changed here)');
  });
});

describe('a plan with k6', () => {
  it('says what k6 cannot tell', () => {
    const lines = linesOf(soundBut(['rate: 100/s', 'rate: 100/s\n    engine: k6']));
    expect(lines).toContainEqual(
      expect.stringMatching(/home, cart \(by weight, by k6\) .* latency counts from when sent/),
    );
    const limits = lines.slice(lines.indexOf('Limits of k6') + 1, lines.indexOf('Limits of k6') + 5);
    expect(limits).toEqual([
      expect.stringContaining('latency counts from when a request was sent'),
      expect.stringContaining('in which it was stamped, at its end'),
      expect.stringContaining('belongs to the window in which it failed'),
      '  requests that are open when a step ends are those that edge last-mile counts',
    ]);
  });

  it('says nothing of it where the built-in generator sends', () => {
    expect(linesOf(SOUND)).not.toContain('Limits of k6');
  });
});

describe('a plan with namespaces', () => {
  const text = soundBut(
    ['through: last-mile', 'through: last-mile\n    in: namespace'],
    ['{ PORT: "${port}", CARTS_URL', '{ HOST: "${host}", PORT: "${port}", CARTS_URL'],
  );

  it('says between which interfaces an edge is, and how they are set up and changed', () => {
    const lines = linesOf(text);
    const edge = lines.find((line) => line.startsWith('  last-mile  shoppers -> shop'));
    expect(edge).toContain('tc driver');
    expect(edge).toContain(
      'up leaves `sq-<run>-0a` in the network namespace `sq-<run>-shoppers`, down leaves its peer `sq-<run>-0b`',
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}\$ tc -n sq-<run>-shoppers qdisc add dev sq-<run>-0a /),
    );
    const changes = lines.filter((line) => line.includes('$ tc') && line.includes('delay 150ms'));
    expect(changes).toEqual([
      expect.stringMatching(
        /^ {4}\$ tc -n sq-<run>-shoppers qdisc change dev sq-<run>-0a .* rate 768000bit$/,
      ),
      expect.stringMatching(/^ {4}\$ tc qdisc change dev sq-<run>-0b .* rate 1600000bit$/),
    ]);
  });

  it('has the commands of an interface of yours where the far end stands in the scenario', () => {
    const lines = linesOf(outside('http://192.0.2.7:8080'));
    expect(lines).toContainEqual(
      expect.stringMatching(/tc -n red filter add dev eth1 .*192\.0\.2\.7.* 8080/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/tc -n red qdisc change dev eth1 .*delay 150ms/));
    const unknown = linesOf(outside('http://shop.test:8080'));
    expect(unknown.some((line) => line.includes('tc -n red'))).toBe(false);
  });

  it('says where an interface of yours is', () => {
    const lines = linesOf(
      soundBut(['to: shop }', 'to: shop, via: tc, on: { interface: eth1, netns: red } }']),
    );
    expect(lines).toContainEqual(expect.stringContaining('up leaves `eth1` in the network namespace `red`'));
  });
});
