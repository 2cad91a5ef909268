import { describe, expect, it } from 'vitest';
import { deriveSeed } from '../../../src/core/random.ts';
import { AddressBook } from '../../../src/engine/addresses.ts';
import { DisturbanceLog } from '../../../src/engine/containers/disturbances.ts';
import { loadSpecs } from '../../../src/engine/load-specs.ts';
import type { Stage } from '../../../src/engine/set-up.ts';
import type { LoadSpec } from '../../../src/load/load.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { soundBut, soundPlan } from '../../helpers/planning.ts';

const TEXT = soundBut(
  [
    '{ get: /cart, name: cart }',
    '{ post: /cart, name: cart, weight: 3, body: "1", timeout: 2s, headers: { authorization: "Bearer ${env.TOKEN}" } }',
  ],
  ['rate: 100/s', 'rate: 100/s\n    keep-alive: false\n    max-open: 7\n    policy: strict'],
);

async function specsOf(seed: number): Promise<LoadSpec[]> {
  const plan = soundPlan(TEXT, seed);
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
  const stage: Stage = {
    namespaces: new Map(),
    links,
    interfaces: new Map(),
    addresses: new AddressBook(plan, links, new Map([['TOKEN', 's3cret']])),
    origins: new Map([['shop', 'http://shop.test:8080']]),
    disturbances: new DisturbanceLog(),
  };
  return loadSpecs(plan, stage, {});
}

describe('the loads of a run', () => {
  it('are those of the plan, with addresses and secrets filled in', async () => {
    const target = { origin: 'http://shop.test:8080', connect: { host: '127.0.0.1', port: 4000 } };
    const common = { method: 'GET', path: '/', headers: {}, weight: 1, target };
    expect(await specsOf(7)).toEqual([
      {
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
