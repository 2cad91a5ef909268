import { describe, expect, it } from 'vitest';

import { planText, soundBut, soundPlan } from '../../helpers/planning.ts';

const CARTS = 'start: { command: [node, carts.js], env: { PORT: "${port}" } }';

const named = (port: string): string =>
  soundBut([CARTS, `${CARTS}\n    ports: [http, admin]`], ['to: carts }', `to: "carts:${port}" }`]);

describe('a service', () => {
  it.each([
    ['neither started nor elsewhere', 'ready: { within: 1s }', 'service-target'],
    ['both', `${CARTS}\n    url: http://127.0.0.1:80`, 'service-target'],
    ['at a URL that is none', 'url: "127.0.0.1:8080"', 'service-url'],
    ['at a URL of another scheme', 'url: ftp://127.0.0.1', 'service-url'],
    ['at a URL of a scheme without a usual port', 'url: tcp://127.0.0.1\n    protocol: tcp', 'service-url'],
    ['at a URL with a path', 'url: http://127.0.0.1:8080/api', 'service-url'],
    ['at a URL with credentials', 'url: http://me:secret@127.0.0.1:8080', 'service-url'],
    ['at a URL with a password alone', 'url: http://:secret@127.0.0.1:8080', 'service-url'],
    ['at a URL, with ports', 'url: http://127.0.0.1:8080\n    ports: [http]', 'service-ports'],
  ])('is refused when it is %s', (_what, service, code) => {
    expect(planText(soundBut([CARTS, service])).found).toMatchObject([{ code }]);
  });

  it.each(['localhost:8080', '127.0.0.1:8080', 'shop.example'])('is told the scheme of %s', (address) => {
    expect(planText(soundBut([CARTS, `url: "${address}"`])).found).toMatchObject([
      { code: 'service-url', hint: `write \`http://${address}\`` },
    ]);
  });

  it('is told once that a reference has no place in a URL', () => {
    expect(planText(soundBut([CARTS, 'url: "${env.URL}"'])).found).toMatchObject([
      { code: 'reference-place', marked: '${env.URL}' },
    ]);
  });

  it.each(['http://127.0.0.1:8080', 'http://[::1]:8080'])('may be at %s', (url) => {
    const plan = soundPlan(soundBut([CARTS, `url: "${url}"`]));
    expect(plan.services[0]).toMatchObject({ kind: 'url', name: 'carts', url, ready: { within: 10_000 } });
  });

  it('may be behind TLS, where nobody can tell exchanges apart on its edge', () => {
    const { found } = planText(soundBut([CARTS, 'url: https://shop.example']));
    expect(found).toMatchObject([
      { code: 'unreadable-edge', message: expect.stringContaining('HTTP under TLS') },
    ]);
  });

  it('may speak gRPC, whose edge can be judged in clear text and not behind TLS', () => {
    const clear = soundPlan(soundBut([CARTS, 'url: http://127.0.0.1:50051\n    protocol: grpc']));
    expect(clear.edges[1]).toMatchObject({ name: 'cart-link', protocol: 'grpc', readable: true });
    const { found } = planText(soundBut([CARTS, 'url: https://shop.example\n    protocol: grpc']));
    expect(found).toMatchObject([
      { code: 'unreadable-edge', message: expect.stringContaining('gRPC under TLS') },
    ]);
  });

  it('has a port that an edge can name', () => {
    expect(soundPlan(named('admin')).edges[1]?.to).toEqual([{ service: 'carts', port: 'admin' }]);
    expect(planText(named('admn')).found).toMatchObject([
      { code: 'unknown-port', hint: 'did you mean `admin`?', marked: '"carts:admn"' },
    ]);
  });

  it('is led to by an edge once, whatever its ports', () => {
    const { found } = planText(
      soundBut(
        [CARTS, `${CARTS}\n    ports: [http, admin]`],
        ['to: carts }', 'to: ["carts:http", "carts:admin"] }'],
        ['edges.cart-link.url', 'edges.cart-link.carts.url'],
      ),
    );
    expect(found).toMatchObject([{ code: 'duplicate-target', marked: '"carts:admin"' }]);
  });

  it('shares an edge only with those of its protocol', () => {
    const text = soundBut(
      ['services:\n', 'services:\n  queue: { url: "tcp://127.0.0.1:9000", protocol: tcp }\n'],
      ['from: shop, to: carts', 'from: shop, to: [carts, queue]'],
      ['edges.cart-link.url', 'edges.cart-link.carts.url'],
      ['      - success(cart-link) >= 98%\n', ''],
    );
    expect(planText(text).found).toMatchObject([
      { code: 'mixed-protocols', message: expect.stringContaining('http, tcp') },
    ]);
  });
});
