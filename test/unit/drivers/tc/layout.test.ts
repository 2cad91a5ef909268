import { describe, expect, it } from 'vitest';

import type { KernelPlace, LinkSpec, PacketMatch } from '../../../../src/drivers/driver.ts';
import { deviceName, findSlot, layOut, type PlacedLink } from '../../../../src/drivers/tc/layout.ts';
import { previewChange, previewInstall } from '../../../../src/drivers/tc/preview.ts';

const FAR: PacketMatch = { address: '10.0.0.2', port: 80, protocol: 'tcp' };
const CART = { netns: { name: 'cart' }, device: 'eth0', inode: 1 } as const;
const SHOP = { netns: { pid: 4711 }, device: 'eth0', inode: 2 } as const;
const HOST = { netns: 'host', device: 'veth7', inode: 3 } as const;

function placed(edge: string, at: Partial<PlacedLink>, more: Partial<KernelPlace> = {}): PlacedLink {
  const { up = CART, down } = at;
  const place = { up, onForeign: 'refuse', allow: false, ...(down && { down }), ...more } as const;
  const spec: LinkSpec = { edge, protocol: 'tcp', per: 'edge', listeners: [], seed: 1, place };
  return { spec, place, up, ...(down && { down }) };
}

/** Edges to as many ports over one interface. */
function edgesTo(count: number): PlacedLink[] {
  return Array.from({ length: count }, (_, index) =>
    placed(`e${index}`, { down: { ...HOST, inode: 100 + index } }, { match: [{ ...FAR, port: index + 1 }] }),
  );
}

describe('layOut', () => {
  it('puts edges of one interface into one tree, whatever they call its namespace', () => {
    const trees = layOut(
      [
        placed('a', { down: HOST }, { match: [FAR] }),
        placed('b', { up: { ...CART, netns: { pid: 9 } }, down: SHOP }, { match: [{ ...FAR, port: 81 }] }),
      ],
      'run-1',
    );
    expect(trees.map(({ target, slots }) => [target.device, slots.map(({ edge }) => edge)])).toEqual([
      ['eth0', ['a', 'b']],
      ['veth7', ['a']],
      ['eth0', ['b']],
    ]);
    expect(findSlot(trees, 'b', 'up')).toMatchObject({ index: 1, tree: { device: 'eth0' } });
    expect(findSlot(trees, 'b', 'down')).toMatchObject({ index: 0, tree: { target: SHOP } });
  });

  it('takes what comes in through a device of its own where there is no other end', () => {
    const [egress, ingress] = layOut([placed('a', {})], 'run-1');
    expect(egress).toMatchObject({ hook: 'egress', device: 'eth0' });
    expect(ingress).toMatchObject({ hook: 'ingress', target: CART, at: { inode: 1 } });
    expect(ingress?.device).toMatch(/^squall-[0-9a-f]{8}$/);
    expect(ingress?.device).toHaveLength(15);
  });

  it('names that device after the run and the interface', () => {
    const names = [deviceName('r1', CART), deviceName('r2', CART), deviceName('r1', HOST)];
    expect(new Set(names).size).toBe(3);
    expect(deviceName('r1', { ...CART, netns: 'host' })).toBe(names[0]);
  });

  it('refuses to replace where one edge does', () => {
    const [tree] = layOut(
      [
        placed('a', { down: HOST }, { onForeign: 'replace', match: [FAR] }),
        placed('b', { down: SHOP }, { match: [{ ...FAR, port: 81 }] }),
      ],
      'run-1',
    );
    expect(tree?.onForeign).toBe('refuse');
  });

  it.each([
    ['the same far end', { match: [FAR] }, { match: [{ ...FAR, port: 9 }, FAR] }],
    ['every packet', {}, {}],
  ])('refuses two edges that are %s', (_what, one, other) => {
    const links = [placed('a', { down: HOST }, one), placed('b', { down: SHOP }, other)];
    expect(() => layOut(links, 'run-1')).toThrow('the edges `a` and `b` are the same packets');
  });

  it('fits fifteen ways on an interface and no more', () => {
    expect(layOut(edgesTo(15), 'run-1')[0]?.slots).toHaveLength(15);
    expect(() => layOut(edgesTo(16), 'run-1')).toThrow('carries 16 impaired ways, expected at most 15');
  });

  it('takes addresses only, because tc would ask a name server at the wrong time', () => {
    for (const address of ['shop', 'fe80::1%eth0', '10.0.0.0/8', '']) {
      expect(() => layOut([placed('a', { down: HOST }, { match: [{ ...FAR, address }] })], 'r')).toThrow(
        'is not an IP address',
      );
    }
  });

  it('refuses a far end without an address', () => {
    expect(() => layOut([placed('a', { down: HOST }, { match: [] })], 'r')).toThrow('has 0 addresses');
  });
});

describe('the preview of a plan', () => {
  const specs = [
    placed('a', { down: HOST }, { match: [FAR] }).spec,
    placed('b', { up: SHOP }, { match: [{ address: 'fd00::2', protocol: 'udp' }], onForeign: 'replace' })
      .spec,
  ];

  it('types each command where it belongs', () => {
    const commands = previewInstall(specs);
    expect(commands).toContainEqual(
      expect.stringMatching(/^tc -n cart qdisc add dev eth0 root handle 5371: prio bands 2 /),
    );
    expect(commands).toContainEqual(
      expect.stringMatching(/^tc filter add dev veth7 .* src_ip 10.0.0.2 src_port 80 /),
    );
    const inside = 'nsenter --net=/proc/4711/ns/net';
    expect(commands).toContainEqual(
      expect.stringContaining(`${inside} tc qdisc replace dev eth0 root handle 5371:`),
    );
    expect(commands).toContain(`${inside} ip link add name squall-<run> type ifb`);
    expect(commands.at(-1)).toBe(
      `${inside} tc filter add dev eth0 parent ffff: protocol ipv6 pref 2 u32 match u32 0 0 action mirred egress redirect dev squall-<run>`,
    );
  });

  it('types a change with every parameter', () => {
    expect(
      previewChange(specs, 'a', { up: { delay: 50 }, down: { partition: true }, connection: {} }),
    ).toEqual([
      'tc -n cart qdisc change dev eth0 parent 5371:2 handle 5372: netem limit 100000 delay 50ms 0ms loss 0% duplicate 0% corrupt 0% reorder 0% rate 0bit',
      'tc qdisc change dev veth7 parent 5371:2 handle 5372: netem limit 100000 delay 0ms 0ms loss 100% duplicate 0% corrupt 0% reorder 0% rate 0bit',
    ]);
  });
});
