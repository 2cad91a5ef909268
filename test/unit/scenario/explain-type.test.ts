import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';

const SCENARIO = `version: 1
name: short
services:
  shop:
    start: { command: [node, shop.js] }
    ready: { get: / }
edges:
  link: { from: users, to: shop }
load:
  users: { through: link, rate: 50/s, requests: [{ get: / }] }
steps:
  - { name: one, for: 10s, impair: { link: none } }
`;

function hintsAfter(written: string, short: string): (string | undefined)[] {
  expect(SCENARIO).toContain(written);
  return parseScenario(SCENARIO.replace(written, short), { file: 'short.yaml' }).diagnostics.map(
    ({ hint }) => hint,
  );
}

describe('a value of the wrong type', () => {
  it.each([
    ['[node, shop.js]', '"node shop.js --name \'a\'"', "write `[node, shop.js, --name, '''a''']`"],
    ['{ get: / }\nedges', '/health\nedges', 'write `{ get: /health }`'],
    ['[{ get: / }]', '[/]', 'write `get: /`'],
    ['[{ get: / }]', '/cart', 'write `[{ get: /cart }]`'],
    ['{ link: none }', 'wpt/3g', 'say of which edge: `{ EDGE: wpt/3g }`'],
    ['to: shop }', 'to: shop, listen: 8080 }', 'write for example `127.0.0.1:9000`'],
    ['name: short', 'name: 1', "put it in quotes: '1'"],
  ])('is read as what it is short for: %s as %s', (written, short, hint) => {
    expect(hintsAfter(written, short)).toEqual([hint]);
  });

  it('that a param brings is to be quoted in the param', () => {
    const params = 'params: { votes: { default: 200 } }\nservices:';
    const scenario = SCENARIO.replace('services:', params).replace(
      '[node, shop.js]',
      '[node, "${params.votes}"]',
    );
    const [diagnostic, ...others] = parseScenario(scenario, { file: 'param.yaml' }).diagnostics;
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: 'wrong-type',
      hint: "put the `default` of the param in quotes: '200'",
    });
  });

  it.each([
    ['[node, shop.js] }', '[node, shop.js] }\n    ports: [8080]'],
    ['{ link: none }', '{ link: 5 }'],
  ])('is not to be quoted where that would be the next mistake: %s as %s', (written, short) => {
    expect(hintsAfter(written, short)).toEqual([undefined]);
  });
});
