import { describe, expect, it } from 'vitest';

import { planText, soundArrivals, soundBut } from '../../helpers/planning.ts';

const HOME = '{ get: /, name: home }';

describe('a load', () => {
  it.each([
    ['no method', '{ name: home }', 'request-method', 'a request needs exactly one method, got none'],
    [
      'two methods',
      '{ get: /, post: / }',
      'request-method',
      'a request needs exactly one method, got get and post',
    ],
    [
      'two bodies',
      '{ post: /, body: a, json: { a: 1 } }',
      'request-body',
      'a request has either `body` or `json`',
    ],
    [
      'a service of another edge',
      '{ get: /, to: carts }',
      'unknown-service',
      'edge `last-mile` does not lead to `carts`',
    ],
  ])('refuses a request with %s', (_what, request, code, message) => {
    expect(planText(soundBut([HOME, request])).found).toMatchObject([{ code, message }]);
  });

  it('has requests or a journey', () => {
    const text = soundBut(['    requests:\n', '    journey:\n      - get: /\n    requests:\n']);
    expect(planText(text).found).toMatchObject([{ code: 'load-kind', marked: 'shoppers' }]);
  });

  it('says which service where the edge has several', () => {
    const several = (request: string): string =>
      soundBut(
        ['from: shoppers, to: shop }', 'from: shoppers, to: [shop, carts] }'],
        [HOME, request],
        ['{ get: /cart, name: cart }', '{ get: /cart, name: cart, to: carts }'],
      );
    expect(planText(several(HOME)).found).toMatchObject([
      { code: 'request-service', hint: 'say which one with `to`: `shop`, `carts`' },
    ]);
    const [load] = soundArrivals(several('{ get: /, name: home, to: shop }'));
    expect(load?.requests.map(({ service }) => service)).toEqual(['shop', 'carts']);
  });

  it.each(['tcp', 'grpc'])('speaks HTTP/1.1, which a %s service does not', (protocol) => {
    const text = soundBut(
      [
        '    start: { command: [node, shop.js]',
        `    protocol: ${protocol}\n    start: { command: [node, shop.js]`,
      ],
      ['    ready: { get: /health }\n', ''],
    );
    const message = `load \`shoppers\` speaks HTTP/1.1, but edge \`last-mile\` leads to a \`${protocol}\` service`;
    expect(planText(text).found).toMatchObject([{ code: 'load-protocol', marked: 'last-mile', message }]);
  });

  it('takes its headers from load and request, the request winning in whatever case, and its body from JSON', () => {
    const text = soundBut(
      [HOME, '{ post: /, name: home, json: { a: 1 }, headers: { X: request, Content-Type: text/x } }'],
      ['    rate: 100/s\n', '    rate: 100/s\n    headers: { x: load, y: load }\n    timeout: 3s\n'],
    );
    expect(soundArrivals(text)[0]?.requests[0]).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      headers: { 'Content-Type': 'text/x', X: 'request', y: 'load' },
      timeout: 3000,
      weight: 1,
    });
  });
});
