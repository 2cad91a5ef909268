import { BlockList, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { setupLines } from '../../../src/engine/network/bring-up.ts';
import { layOutNetwork, type NetworkLayout } from '../../../src/engine/network/layout.ts';
import { freeSubnets } from '../../../src/engine/network/subnets.ts';
import { parseIpv4Routes, parseIpv6Routes } from '../../../src/engine/network/taken-subnets.ts';
import { soundPlan } from '../../helpers/planning.ts';

const NOTHING = new BlockList();

const started = (name: string, more = ''): string =>
  `  ${name}:\n${more}    start: { command: [node, a.js, "\${host}"], env: { PORT: "\${port}" } }\n`;
const load = (name: string, edge: string): string =>
  `  ${name}: { through: ${edge}, in: namespace, rate: 100/s, requests: [get: /] }\n`;
const INSIDE = '    in: namespace\n';

interface Parts {
  readonly services: string;
  readonly edges: string;
  readonly loads: string;
}

function layoutOf({ services, edges, loads }: Parts): NetworkLayout {
  const text = `version: 1\nname: net\nservices:\n${services}edges:\n${edges}load:\n${loads}steps:\n  - { name: a, for: 10s }\n`;
  return layOutNetwork(soundPlan(text), '3f9a', freeSubnets('run', NOTHING));
}

/** As `a - b`, the host being the one without a name. */
function pairsOf({ pairs }: NetworkLayout): string[] {
  return pairs.map(({ ends }) =>
    ends.map(({ netns }) => (typeof netns === 'object' && 'name' in netns ? netns.name : 'host')).join(' - '),
  );
}

describe('the network of a run', () => {
  it('is nothing where nothing is in a namespace', () => {
    const layout = layoutOf({
      services: started('shop'),
      edges: '  a: { from: shoppers, to: shop }\n',
      loads: load('shoppers', 'a').replace('in: namespace, ', ''),
    });
    expect(layout).toMatchObject({ pairs: [], routes: [] });
    expect(layout.namespaces.size + layout.services.size).toBe(0);
  });

  it('joins a load with the host, where its service listens', () => {
    const layout = layoutOf({
      services: started('shop'),
      edges: '  a: { from: shoppers, to: shop }\n',
      loads: load('shoppers', 'a'),
    });
    expect([...layout.namespaces]).toEqual([['shoppers', 'sq-3f9a-shoppers']]);
    expect(pairsOf(layout)).toEqual(['sq-3f9a-shoppers - host']);
    const pair = layout.edges.get('a');
    expect(pair).toMatchObject({ exclusive: true, near: { device: 'sq-3f9a-0a' }, far: { netns: 'host' } });
    expect(layout.services.get('shop')).toEqual(pair?.far);
    expect(layout.routes).toEqual([]);
  });

  it('gives a service on the host one address that every namespace finds over its own pair', () => {
    const layout = layoutOf({
      services: started('shop'),
      edges: '  a: { from: home, to: shop }\n  b: { from: away, to: shop }\n',
      loads: load('home', 'a') + load('away', 'b'),
    });
    expect(pairsOf(layout)).toEqual(['sq-3f9a-home - host', 'sq-3f9a-away - host']);
    const shop = layout.services.get('shop');
    expect(shop).toEqual(layout.edges.get('a')?.far);
    const { near, far } = layout.edges.get('b')!;
    expect(layout.routes).toEqual([{ netns: near.netns, to: shop, via: far, device: near.device }]);
  });

  it('joins two namespaces directly, and a service with the host to be asked whether it is ready', () => {
    const layout = layoutOf({
      services: started('shop', INSIDE),
      edges: '  a: { from: shoppers, to: shop }\n',
      loads: load('shoppers', 'a'),
    });
    expect(pairsOf(layout)).toEqual(['sq-3f9a-shoppers - sq-3f9a-shop', 'host - sq-3f9a-shop']);
    expect(layout.pairs[1]?.edges).toEqual([]);
    expect(layout.services.get('shop')).toEqual(layout.pairs[1]?.ends[1]);
    expect(layout.routes).toHaveLength(1);
  });

  it('lets edges with the same two ends share their pair, in whichever direction', () => {
    const env = 'env: { PORT: "${port}", B: "${edges.b.url}", C: "${edges.c.url}" } }';
    const layout = layoutOf({
      services: `${started('front', INSIDE).replace('env: { PORT: "${port}" } }', env)}${started('left')}${started('right')}`,
      edges:
        '  a: { from: shoppers, to: front }\n  b: { from: front, to: left }\n  c: { from: front, to: right }\n',
      loads: load('shoppers', 'a').replace('in: namespace, ', ''),
    });
    expect(pairsOf(layout)).toEqual(['host - sq-3f9a-front']);
    for (const edge of ['a', 'b', 'c']) expect(layout.edges.get(edge)?.exclusive).toBe(false);
    expect(layout.edges.get('a')?.far).toEqual(layout.edges.get('b')?.near);
  });

  it('touches the host by addresses on its own devices only', () => {
    const layout = layoutOf({
      services: started('shop', INSIDE),
      edges: '  a: { from: shoppers, to: shop }\n',
      loads: load('shoppers', 'a'),
    });
    const onHost = setupLines(layout, true).filter(({ netns }) => netns === 'host');
    const words = onHost.flatMap(({ lines }) => lines);
    expect(words.map(([what, verb]) => `${what} ${verb}`)).toEqual([
      'address add',
      'address add',
      'link set',
    ]);
    for (const line of words) expect(line[line.indexOf('dev') + 1]).toBe('sq-3f9a-1a');
    expect(
      setupLines(layout, false)
        .flatMap(({ lines }) => lines.flat())
        .join(' '),
    ).not.toContain('fd');
  });
});

describe('the addresses', () => {
  it('never overlap with what is taken, nor with each other, and are IPv4 and IPv6', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 8, max: 30 }), fc.nat(0xffffff), (run, prefix, where) => {
        const taken = new BlockList();
        taken.addSubnet(`10.${where >>> 16}.${(where >>> 8) & 255}.${where & 255}`, prefix);
        taken.addSubnet('fd00::', 9, 'ipv6');
        const subnets = freeSubnets(run, taken);
        const found = Array.from({ length: 20 }, () => subnets.next().value).flatMap((pair) => pair ?? []);
        const [ipv4, ipv6] = [found.flatMap((pair) => pair.ipv4), found.flatMap((pair) => pair.ipv6)];
        expect(ipv4.every((address) => isIPv4(address)) && ipv6.every((address) => isIPv6(address))).toBe(
          true,
        );
        expect(ipv4.filter((address) => taken.check(address))).toEqual([]);
        expect(ipv6.filter((address) => taken.check(address, 'ipv6'))).toEqual([]);
        const all = [...ipv4, ...ipv6];
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 50 },
    );
  });

  it('leave a range that is routed as a whole', () => {
    const taken = new BlockList();
    taken.addSubnet('10.0.0.0', 8);
    expect(freeSubnets('run', taken).next().value?.ipv4[0]).toMatch(/^172\.(1[6-9]|2\d|3[01])\./);
  });

  it('know the routes of /proc/net/route and /proc/net/ipv6_route', () => {
    const ipv4 = [
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT',
      'eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
      'eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
      '',
    ].join('\n');
    expect(parseIpv4Routes(ipv4)).toEqual([{ address: '192.168.0.0', prefix: 24 }]);
    const zero = '0'.repeat(32);
    const ipv6 = `fd12${'0'.repeat(28)} 40 ${zero} 00 ${zero} 0 0 0 1 eth0\n${zero} 00 ${zero} 00 ${zero} 0 0 0 1 lo\n`;
    expect(parseIpv6Routes(ipv6)).toEqual([
      { address: 'fd12:0000:0000:0000:0000:0000:0000:0000', prefix: 64 },
    ]);
  });
});
