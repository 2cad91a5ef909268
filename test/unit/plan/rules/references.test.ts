import { describe, expect, it } from 'vitest';

import { planText, soundArrivals, soundBut } from '../../../helpers/planning.ts';

describe('references', () => {
  it.each(['${host}', '${port}', '${ports.grpc}'])('refuses %s outside a started service', (reference) => {
    const text = soundBut([
      '    rate: 100/s\n',
      `    rate: 100/s\n    headers: { x-port: "${reference}" }\n`,
    ]);
    expect(planText(text).found).toMatchObject([{ code: 'reference-place', marked: reference }]);
  });

  it('refuses a port that the service does not have', () => {
    const text = soundBut(
      ['{ PORT: "${port}", C', '{ PORT: "${ports.grcp}", C'],
      ['    ready: { get: /health }\n', '    ready: { get: /health }\n    ports: [http, grpc]\n'],
    );
    expect(planText(text).found).toMatchObject([
      { code: 'unknown-port', hint: 'did you mean `grpc`?', marked: '${ports.grcp}' },
    ]);
  });

  it.each([
    ['a path', '{ get: /, name: home }', '{ get: "/${env.TOKEN}", name: home }', '${env.TOKEN}'],
    ['a body', '{ get: /, name: home }', '{ post: /, body: "${env.TOKEN}", name: home }', '${env.TOKEN}'],
    [
      'the inside of a JSON body',
      '{ get: /, name: home }',
      '{ post: /, json: { a: [b, { c: "${edges.last-mile.url}" }] }, name: home }',
      '${edges.last-mile.url}',
    ],
    ['a readiness path', 'get: /health', 'get: "/${port}"', '${port}'],
    [
      'a folder',
      'start: { command: [node, shop.js]',
      'start: { cwd: "${env.HOME}", command: [node, shop.js]',
      '${env.HOME}',
    ],
  ])('refuses one in %s, where nothing fills it in', (_what, from, to, marked) => {
    expect(planText(soundBut([from, to])).found).toMatchObject([{ code: 'reference-place', marked }]);
  });

  it('sends an escaped reference as it is meant', () => {
    const text = soundBut(['{ get: /, name: home }', '{ post: "/$${a}", body: "$${b}", name: home }']);
    expect(soundArrivals(text)[0]?.requests[0]).toMatchObject({ path: '/${a}', body: '${b}' });
  });

  it('asks which service where an edge has several', () => {
    const text = soundBut(
      ['from: shop, to: carts', 'from: shop, to: [carts, stock]'],
      ['services:\n', 'services:\n  stock:\n    url: http://127.0.0.1:8080\n'],
    );
    expect(planText(text).found).toMatchObject([
      {
        code: 'reference-service',
        hint: 'write for example `${edges.cart-link.carts.url}`',
        marked: '${edges.cart-link.url}',
      },
    ]);
  });

  it('finds a service that the edge does not lead to', () => {
    const text = soundBut(['edges.cart-link.url', 'edges.cart-link.shop.url']);
    expect(planText(text).found).toMatchObject([{ code: 'unknown-service', hint: 'choose one of `carts`' }]);
  });
});
