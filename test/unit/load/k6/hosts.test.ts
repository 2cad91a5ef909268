import { describe, expect, it } from 'vitest';
import { hostsOf } from '../../../../src/load/k6/hosts.ts';
import { generateScript, scriptEnvironment } from '../../../../src/load/k6/script/generate-script.ts';
import type { ArrivalSpec, K6LoadSpec, LoadTarget } from '../../../../src/load/load.ts';

const CONNECT = { host: '127.0.0.1', port: 4000 };

function hostsFor(
  origins: readonly string[],
  source?: K6LoadSpec['source'],
): Readonly<Record<string, string>> {
  return hostsOf({
    kind: 'k6',
    name: 'shoppers',
    source: source ?? { kind: 'script', path: '/buy.js' },
    args: [],
    targets: origins.map((origin) => ({ origin, connect: CONNECT })),
    env: {},
    cwd: '/',
    duration: 1000,
    log: '/log',
    policy: 'server-errors',
    metrics: [],
    sampleTags: [],
  });
}

function arrivalsTo(origin: string): ArrivalSpec {
  const target: LoadTarget = { origin, connect: CONNECT };
  return {
    mode: 'mix',
    segments: [{ start: 0, end: 1000, from: 1, to: 1 }],
    keepAlive: true,
    policy: 'server-errors',
    maxOpen: 10,
    seed: 1,
    requests: [{ name: 'home', target, method: 'GET', path: '/', headers: {}, timeout: 1000, weight: 1 }],
  };
}

describe('the hosts of k6', () => {
  it.each([
    ['https://shop.example', 'shop.example:443'],
    ['http://shop:8080', 'shop:8080'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
  ])('lead %s to the edge', (origin, key) => {
    expect(hostsFor([origin])).toEqual({ [key]: '127.0.0.1:4000' });
    expect(hostsFor([], { kind: 'arrivals', arrivals: arrivalsTo(origin) })).toEqual({
      [key]: '127.0.0.1:4000',
    });
  });

  it.each(['http://my_shop:8080', 'http://[::1]:8080'])('leave out %s, which k6 refuses', (origin) => {
    expect(hostsFor([origin, 'http://shop:80'])).toEqual({ 'shop:80': '127.0.0.1:4000' });
  });
});

describe('a generated script', () => {
  it('asks the edge by its address where k6 refuses the name of the service, and names it all the same', () => {
    const arrivals = arrivalsTo('http://my_shop:8080');
    expect(generateScript(arrivals)).toContain('"url": "http://127.0.0.1:4000/"');
    expect(JSON.parse(scriptEnvironment(arrivals, 0).SQUALL_HEADERS)).toEqual([{ Host: 'my_shop:8080' }]);
  });
});
