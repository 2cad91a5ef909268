import { describe, expect, it } from 'vitest';

import {
  matchLines,
  treeLines,
  unmatchLines,
  type Slot,
  type Tree,
} from '../../../../src/drivers/tc/tree.ts';
import type { BatchLine } from '../../../../src/exec/network/batch.ts';
import type { PacketMatch } from '../../../../src/drivers/driver.ts';

const HTTP: PacketMatch = { address: '10.0.0.2', port: 80, protocol: 'tcp' };

function slot(match?: readonly PacketMatch[], more: Partial<Slot> = {}): Slot {
  return { edge: 'e', direction: 'up', dnsToo: false, ...(match && { match }), ...more };
}

function tree(...slots: readonly Slot[]): Tree {
  return { device: 'eth0', slots };
}

function texts(lines: readonly BatchLine[]): string[] {
  return lines.map((words) => words.join(' '));
}

function prefs(lines: readonly BatchLine[]): number[] {
  return lines.flatMap((words) => (words[0] === 'filter' ? [Number(words[words.indexOf('pref') + 1])] : []));
}

describe('treeLines', () => {
  it('sends all sixteen priorities to the clean band and one address to its netem', () => {
    expect(texts(treeLines(tree(slot([HTTP])), 'flower', 'add'))).toEqual([
      'qdisc add dev eth0 root handle 5371: prio bands 2 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
      'qdisc add dev eth0 parent 5371:1 pfifo limit 1000',
      'qdisc add dev eth0 parent 5371:2 handle 5372: netem limit 100000 delay 0ms 0ms loss 0% duplicate 0% corrupt 0% reorder 0% rate 0bit',
      'filter add dev eth0 parent 5371: protocol ip pref 1000 flower ip_proto tcp dst_ip 10.0.0.2 dst_port 80 classid 5371:2',
    ]);
  });

  it('writes classes and handles in hexadecimal, as tc reads them', () => {
    const slots = Array.from({ length: 15 }, (_, index) => slot([{ ...HTTP, port: 1000 + index }]));
    const lines = texts(treeLines(tree(...slots), 'u32', 'add'));
    expect(lines[0]).toContain('bands 16 ');
    expect(lines).toContainEqual(expect.stringMatching(/parent 5371:b handle 537b: netem/));
    expect(lines).toContainEqual(expect.stringMatching(/parent 5371:10 handle 5380: netem/));
    expect(lines.at(-1)).toMatch(/dport 1014 0xffff flowid 5371:10$/);
  });

  it('sends every priority to an edge without a far end, once what it spares is told apart', () => {
    const lines = texts(treeLines(tree(slot([HTTP]), slot()), 'flower', 'replace'));
    expect(lines[0]).toMatch(/^qdisc replace .* priomap 0 /);
    expect(lines.at(-1)).toBe(
      'qdisc change dev eth0 root handle 5371: prio bands 3 priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2',
    );
    const spared = lines.filter((text) => text.endsWith('5371:1'));
    expect(spared).toContainEqual(expect.stringContaining('protocol arp'));
    expect(spared).toContainEqual(expect.stringContaining('ip_proto icmpv6 type 135'));
    expect(spared).toContainEqual(
      expect.stringContaining('protocol ip pref 32006 flower ip_proto udp dst_port 53'),
    );
    expect(spared).toContainEqual(
      expect.stringContaining('protocol ipv6 pref 32009 flower ip_proto tcp dst_port 53'),
    );
  });

  it('spares DNS on the way back by the port that it comes from', () => {
    const lines = texts(treeLines(tree(slot(undefined, { direction: 'down' })), 'u32', 'add'));
    expect(lines).toContainEqual(
      expect.stringContaining('match ip protocol 17 0xff match ip sport 53 0xffff'),
    );
    expect(lines).not.toContainEqual(expect.stringContaining('dport'));
  });

  it('takes DNS where that is allowed, and spares nothing of an edge that names its port', () => {
    const allowed = texts(treeLines(tree(slot(undefined, { dnsToo: true })), 'u32', 'add'));
    expect(allowed).not.toContainEqual(expect.stringContaining('53'.concat(' 0xffff')));
    const named = texts(treeLines(tree(slot([{ ...HTTP, port: 53, protocol: 'udp' }])), 'u32', 'add'));
    expect(named.filter((text) => text.endsWith('5371:1'))).toEqual([]);
  });

  it('lets what names a port win over what is spared, and that over what names none', () => {
    const dns: PacketMatch = { address: '10.0.0.9', port: 53, protocol: 'udp' };
    const lines = treeLines(
      tree(slot([{ address: '10.0.0.9', protocol: 'any' }]), slot([dns])),
      'flower',
      'add',
    );
    const find = (text: string): number =>
      prefs(lines.filter((words) => words.join(' ').includes(text)))[0] ?? 0;
    expect(find('dst_ip 10.0.0.9 dst_port 53')).toBeLessThan(find('ip_proto udp dst_port 53 classid 5371:1'));
    expect(find('ip_proto udp dst_port 53 classid 5371:1')).toBeLessThan(find('dst_ip 10.0.0.9 classid'));
  });
});

describe('the filters of a far end', () => {
  const MANY: readonly PacketMatch[] = [
    HTTP,
    { address: 'fd00::2', port: 80, protocol: 'tcp' },
    { address: 'fd00::3', protocol: 'udp' },
    { address: '10.0.0.4', port: 443, protocol: 'any' },
  ];

  it('are one line with all conditions for each address, of its own family', () => {
    const lines = texts(matchLines(tree(slot(MANY)), 'u32', { index: 0, generation: 0 }));
    const after = lines.map((text) => text.replace(/^filter add dev eth0 parent 5371: /, ''));
    expect(after).toEqual([
      'protocol ip pref 1000 u32 match ip protocol 6 0xff match ip dst 10.0.0.2/32 match ip dport 80 0xffff flowid 5371:2',
      'protocol ipv6 pref 1001 u32 match ip6 protocol 6 0xff match ip6 dst fd00::2/128 match ip6 dport 80 0xffff flowid 5371:2',
      'protocol ipv6 pref 33002 u32 match ip6 protocol 17 0xff match ip6 dst fd00::3/128 flowid 5371:2',
      'protocol ip pref 1003 u32 match ip protocol 6 0xff match ip dst 10.0.0.4/32 match ip dport 443 0xffff flowid 5371:2',
      'protocol ip pref 1004 u32 match ip protocol 17 0xff match ip dst 10.0.0.4/32 match ip dport 443 0xffff flowid 5371:2',
    ]);
  });

  it('look at where packets come from on the way down', () => {
    const way = tree(slot([HTTP, { address: 'fd00::2', protocol: 'any' }], { direction: 'down' }));
    expect(texts(matchLines(way, 'flower', { index: 0, generation: 0 }))).toEqual([
      expect.stringContaining('flower ip_proto tcp src_ip 10.0.0.2 src_port 80 classid'),
      expect.stringContaining('protocol ipv6 pref 33001 flower src_ip fd00::2 classid'),
    ]);
  });

  it('have numbers of their own in every slot and generation, below 65536', () => {
    const full = Array.from({ length: 500 }, (_, index): PacketMatch => ({
      address: `10.1.${index >> 8}.${index & 255}`,
      port: 80,
      protocol: 'any',
    }));
    const slots = Array.from({ length: 15 }, () => slot(full));
    const all = slots.flatMap((_, index) =>
      [0, 1].flatMap((generation) => prefs(matchLines(tree(...slots), 'u32', { index, generation }))),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all)).toBeLessThan(65_536);
  });

  it('are taken away by the same numbers', () => {
    const place = { index: 0, generation: 3 };
    const added = prefs(matchLines(tree(slot(MANY)), 'flower', place));
    expect(prefs(unmatchLines(tree(slot(MANY)), place))).toEqual(added);
  });
});
