import { describe, expect, it } from 'vitest';
import { deriveSeed } from '../../../src/core/random.ts';
import { AddressBook } from '../../../src/engine/addresses.ts';
import { loadSpecs, type LoadStage } from '../../../src/engine/load-specs.ts';

import type { BuiltinLoadSpec, LoadSpec } from '../../../src/load/load.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { soundBut, soundPlan } from '../../helpers/planning.ts';

const TEXT = soundBut(
  [
    '{ get: /cart, name: cart }',
    '{ post: /cart, name: cart, weight: 3, body: "1", timeout: 2s, headers: { authorization: "Bearer ${env.TOKEN}" } }',
  ],
  ['rate: 100/s', 'rate: 100/s\n    keep-alive: false\n    max-open: 7\n    policy: strict'],
);

async function specsOf(seed: number): Promise<BuiltinLoadSpec[]> {
  return (await allSpecsOf(TEXT, seed)).filter((spec) => spec.kind === 'builtin');
}

async function allSpecsOf(text: string, seed = 1): Promise<LoadSpec[]> {
  const plan = soundPlan(text, seed);
  const driver = createFakeDriver({ address: { host: '127.0.0.1', port: 4000 } });
  const installed = await driver.install(
    plan.edges.map(({ name, to }) => ({
      edge: name,
      protocol: 'http',
      per: 'client',
      seed: 1,
      listeners: to.map(({ service }) => ({ service, listen: { host: '127.0.0.1', port: 0 } })),
    })),
    new AbortController().signal,
  );
  const links = new Map(installed.map((link) => [link.edge, link]));
  const stage: LoadStage = {
    namespaces: new Map(),
    addresses: new AddressBook(plan, links, new Map([['TOKEN', 's3cret']])),
    origins: new Map([['shop', 'http://shop.test:8080']]),
  };
  return loadSpecs(plan, stage, {
    env: { PATH: '/bin' },
    marker: { SQUALL_RUN: 'run-1' },
    base: '/scenario',
    logs: '/run/logs',
  });
}

describe('the loads of a run', () => {
  it('are those of the plan, with addresses and secrets filled in', async () => {
    const target = { origin: 'http://shop.test:8080', connect: { host: '127.0.0.1', port: 4000 } };
    const common = { method: 'GET', path: '/', headers: {}, weight: 1, target };
    expect(await specsOf(7)).toEqual([
      {
        kind: 'builtin',
        name: 'shoppers',
        mode: 'mix',
        arrivals: 'even',
        segments: [
          { start: 0, end: 10_000, from: 100, to: 100 },
          { start: 10_000, end: 20_000, from: 100, to: 100 },
        ],
        keepAlive: false,
        policy: 'strict',
        maxOpen: 7,
        seed: deriveSeed(7, 'load shoppers'),
        requests: [
          { ...common, name: 'home', timeout: expect.any(Number) },
          {
            ...common,
            name: 'cart',
            method: 'POST',
            path: '/cart',
            body: '1',
            timeout: 2000,
            weight: 3,
            headers: { authorization: 'Bearer s3cret' },
          },
        ],
      },
    ]);
  });

  it('draw otherwise with another seed', async () => {
    const seeds = [await specsOf(7), await specsOf(8)].map(([spec]) => spec?.seed);
    expect(new Set(seeds).size).toBe(2);
  });
});

const REQUESTS =
  '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n';

describe('a k6 script', () => {
  it('finds the edges in its environment, and the service by its own name', async () => {
    const [spec] = await allSpecsOf(
      soundBut([
        REQUESTS,
        '    k6: { script: load/buy.js, env: { TOKEN: "${env.TOKEN}", SQUALL_RUN: mine }, args: [--quiet] }\n',
      ]),
    );
    expect(spec).toMatchObject({
      kind: 'k6',
      source: { kind: 'script', path: '/scenario/load/buy.js' },
      args: ['--quiet'],
      env: {
        PATH: '/bin',
        TOKEN: 's3cret',
        SQUALL_RUN: 'run-1',
        SQUALL_TARGET: 'http://127.0.0.1:4000',
        SQUALL_EDGE_LAST_MILE: 'http://127.0.0.1:4000',
        SQUALL_EDGE_CART_LINK: 'http://127.0.0.1:4000',
      },
      targets: [{ origin: 'http://shop.test:8080', connect: { host: '127.0.0.1', port: 4000 } }],
      cwd: '/scenario',
      duration: 20_000,
      log: '/run/logs/shoppers.log',
    });
  });

  it('tells what expectations name, each once, beside what every report shows', async () => {
    const [spec] = await allSpecsOf(
      soundBut(
        [REQUESTS, '    k6: { script: buy.js }\n'],
        [
          '- success(shoppers) >= 98%',
          [
            '- success(shoppers{scenario=buy, name=cart}) >= 98%',
            '      - p95(shoppers.cart_shown{scenario=buy, name=cart}) < 1s',
            '      - p50(shoppers.cart_shown{name=cart, scenario=buy}) < 1s',
            '      - shoppers.dropped_iterations{scenario=buy} <= 1%',
            '      - shoppers.http_reqs > 5/s',
          ].join('\n'),
        ],
      ),
    );
    if (spec?.kind !== 'k6') throw new Error('no k6');
    expect(spec.sampleTags).toEqual(['scenario']);
    expect(spec.metrics.filter(({ metric }) => metric === 'http_reqs')).toEqual([
      { metric: 'http_reqs', tags: {} },
    ]);
    expect(spec.metrics.filter(({ tags }) => Object.keys(tags).length > 0)).toEqual([
      { metric: 'cart_shown', tags: { name: 'cart', scenario: 'buy' } },
      { metric: 'dropped_iterations', tags: { scenario: 'buy' } },
      { metric: 'iterations', tags: { scenario: 'buy' } },
    ]);
  });
});

describe('a command', () => {
  it('has its addresses filled in, and runs where it says', async () => {
    const [spec] = await allSpecsOf(
      soundBut([
        REQUESTS,
        '    command: [wrk, "${edges.last-mile.url}/cart"]\n    cwd: tools\n    env: { A: b }\n',
      ]),
    );
    expect(spec).toMatchObject({
      kind: 'command',
      argv: ['wrk', 'http://127.0.0.1:4000/cart'],
      cwd: '/scenario/tools',
      env: { A: 'b', SQUALL_TARGET: 'http://127.0.0.1:4000' },
      metrics: [],
    });
  });
});
