import { isIPv6 } from 'node:net';

import type { Direction } from '../../impairment/model.ts';
import { line, type BatchLine } from '../../exec/network/batch.ts';
import { CLEAN_CLASS, ROOT_HANDLE } from '../../exec/network/handles.ts';
import type { PacketMatch } from '../driver.ts';

/** What reads packets: flower where the kernel has it; u32 takes a port to be right behind an IP header without options. */
export type Classifier = 'flower' | 'u32';

/** What a packet must be, all of it at once: the conditions of one filter. */
export interface Criterion {
  readonly family: 'ip' | 'ipv6' | 'arp';
  readonly protocol?: 'tcp' | 'udp' | 'icmpv6';
  readonly address?: string;
  readonly port?: number;
  readonly icmpType?: number;
}

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, icmpv6: 58 } as const;
const DNS = 53;
/** Router and neighbour solicitation and advertisement, redirect: without them an IPv6 neighbour is unreachable, not silent. */
const NEIGHBOUR_DISCOVERY = [133, 134, 135, 136, 137];

/** Each entry as filters that need no more than one protocol. A port belongs to TCP or UDP, so `any` with a port is both. */
export function criteriaOf({ address, port, protocol }: PacketMatch): Criterion[] {
  const family = isIPv6(address) ? 'ipv6' : 'ip';
  const protocols =
    protocol === 'any' ? (port === undefined ? [undefined] : (['tcp', 'udp'] as const)) : [protocol];
  return protocols.map((each) => ({
    family,
    address,
    ...(each !== undefined && { protocol: each }),
    ...(port !== undefined && { port }),
  }));
}

export interface SparedTraffic {
  /** Whether an edge takes packets of any protocol. */
  readonly neighbours: boolean;
  /** Whether an edge takes packets of any port, and nobody has asked for DNS. */
  readonly dns: boolean;
}

/** What no edge means to impair when it names no port. */
export function sparedCriteria({ neighbours, dns }: SparedTraffic): Criterion[] {
  return [
    ...(neighbours
      ? [
          { family: 'arp' } as const,
          ...NEIGHBOUR_DISCOVERY.map(
            (icmpType) => ({ family: 'ipv6', protocol: 'icmpv6', icmpType }) as const,
          ),
        ]
      : []),
    ...(dns
      ? (['ip', 'ipv6'] as const).flatMap((family) =>
          (['udp', 'tcp'] as const).map((protocol) => ({ family, protocol, port: DNS })),
        )
      : []),
  ];
}

export interface FilterPlace {
  readonly device: string;
  readonly classifier: Classifier;
  /** The far end is where packets go to on the way up, and where they come from on the way down. */
  readonly direction: Direction;
  /** The lowest that matches wins; one for each filter, because all of a preference have one protocol. */
  readonly pref: number;
  readonly toClass?: string;
}

export function filterLine(criterion: Criterion, place: FilterPlace): BatchLine {
  const { device, classifier, direction, pref, toClass = CLEAN_CLASS } = place;
  const side = direction === 'up' ? 'dst' : 'src';
  const filter = line`filter add dev ${device} parent ${ROOT_HANDLE} protocol ${criterion.family} pref ${pref}`;
  return classifier === 'flower'
    ? line`${filter} flower ${flowerWords(criterion, side)} classid ${toClass}`
    : line`${filter} u32 ${u32Words(criterion, side)} flowid ${toClass}`;
}

export function deleteFilterLine(device: string, pref: number): BatchLine {
  return line`filter del dev ${device} parent ${ROOT_HANDLE} pref ${pref}`;
}

function flowerWords({ protocol, address, port, icmpType }: Criterion, side: 'src' | 'dst'): string[] {
  return [
    ...(protocol === undefined ? [] : ['ip_proto', protocol]),
    ...(address === undefined ? [] : [`${side}_ip`, address]),
    ...(port === undefined ? [] : [`${side}_port`, String(port)]),
    ...(icmpType === undefined ? [] : ['type', String(icmpType)]),
  ];
}

function u32Words(criterion: Criterion, side: 'src' | 'dst'): string[] {
  const { family, protocol, address, port, icmpType } = criterion;
  // `protocol ip` with `match ip6` is accepted and never matches.
  const layer = family === 'ipv6' ? 'ip6' : 'ip';
  const width = family === 'ipv6' ? 128 : 32;
  const words = [
    ...(protocol === undefined
      ? []
      : ['match', layer, 'protocol', String(PROTOCOL_NUMBERS[protocol]), '0xff']),
    ...(address === undefined ? [] : ['match', layer, side, `${address}/${width}`]),
    ...(port === undefined
      ? []
      : ['match', layer, side === 'dst' ? 'dport' : 'sport', String(port), '0xffff']),
    // The first byte after the 40 of the IPv6 header.
    ...(icmpType === undefined ? [] : ['match', 'u8', String(icmpType), '0xff', 'at', '40']),
  ];
  return words.length === 0 ? ['match', 'u32', '0', '0'] : words;
}
