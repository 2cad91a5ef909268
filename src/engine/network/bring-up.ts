import type { NetworkNamespace } from '../../core/network-interface.ts';
import type { BatchLine } from '../../exec/network/batch.ts';
import type { NetworkLayout, PairEnd } from './layout.ts';
import { IPV4_PREFIX, IPV6_PREFIX } from './subnets.ts';

/** What `ip -batch` does in one namespace once every link is there. */
export interface NamespaceSetup {
  readonly netns: NetworkNamespace;
  readonly lines: readonly BatchLine[];
}

/**
 * Addresses and links of each namespace, then its routes to services: two passes, because a route needs both its ends up. Without
 * IPv6 on this host only IPv4.
 */
export function setupLines(
  { namespaces, pairs, routes }: NetworkLayout,
  withIpv6: boolean,
): NamespaceSetup[] {
  const ends = pairs.flatMap((pair) => pair.ends);
  const homes: NetworkNamespace[] = ['host', ...Array.from(namespaces.values(), (name) => ({ name }))];
  const up = homes.map((netns) => ({
    netns,
    lines: [
      ...(netns === 'host' ? [] : [['link', 'set', 'dev', 'lo', 'up']]),
      ...ends.filter((end) => isSame(end.netns, netns)).flatMap((end) => endLines(end, withIpv6)),
    ],
  }));
  const routed = homes.map((netns) => ({
    netns,
    lines: routes
      .filter((route) => isSame(route.netns, netns))
      .flatMap(({ to, via, device }) => [
        ['route', 'add', `${to.ipv4}/32`, 'via', via.ipv4, 'dev', device],
        ...(withIpv6 ? [['route', 'add', `${to.ipv6}/128`, 'via', via.ipv6, 'dev', device]] : []),
      ]),
  }));
  return [...up, ...routed].filter(({ lines }) => lines.length > 0);
}

function endLines({ device, ipv4, ipv6 }: PairEnd, withIpv6: boolean): BatchLine[] {
  return [
    ['address', 'add', `${ipv4}/${IPV4_PREFIX}`, 'dev', device],
    // Without the wait for duplicates the address can be used at once.
    ...(withIpv6 ? [['address', 'add', `${ipv6}/${IPV6_PREFIX}`, 'dev', device, 'nodad']] : []),
    // netem counts and drops what it is given: super-packets of 64 kB would make one draw of forty.
    ['link', 'set', 'dev', device, 'gso_max_segs', '1', 'up'],
  ];
}

function isSame(a: NetworkNamespace, b: NetworkNamespace): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
