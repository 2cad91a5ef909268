import { createHash } from 'node:crypto';
import type { BlockList } from 'node:net';

/** Two neighbours: a /30 and a /126 of their own. */
export interface SubnetPair {
  readonly ipv4: readonly [string, string];
  readonly ipv6: readonly [string, string];
}

export const IPV4_PREFIX = 30;
export const IPV6_PREFIX = 126;

interface Range {
  readonly base: number;
  /** In addresses. */
  readonly size: number;
}

/** RFC 1918, largest first; where all of it is routed somewhere, what RFC 2544 keeps for measurements. */
const RANGES: readonly Range[] = [
  { base: 0x0a00_0000, size: 2 ** 24 },
  { base: 0xac10_0000, size: 2 ** 20 },
  { base: 0xc0a8_0000, size: 2 ** 16 },
  { base: 0xc612_0000, size: 2 ** 17 },
];
/** A range in which so many neighbours are taken is taken as a whole. */
const LONGEST_SEARCH = 1024;

/** Free pairs of addresses, other ones for each run. Pure: `taken` is what the host has a use for. */
export function* freeSubnets(run: string, taken: BlockList): Generator<SubnetPair, void> {
  const digest = createHash('sha256').update(run).digest();
  const ipv4 = freeIpv4(digest.readUInt32BE(0), taken);
  const ipv6 = freeIpv6(digest.subarray(4), taken);
  for (;;) {
    const [four, six] = [ipv4.next(), ipv6.next()];
    if (four.done === true || six.done === true) return;
    yield { ipv4: four.value, ipv6: six.value };
  }
}

function* freeIpv4(offset: number, taken: BlockList): Generator<readonly [string, string], void> {
  for (const { base, size } of RANGES) {
    const addressOf = (subnet: number, host: number): string =>
      formatIpv4(base + ((offset * 4 + subnet * 4) % size) + host);
    yield* freePairs(size / 4, addressOf, (address) => taken.check(address));
  }
}

function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

/** RFC 4193: fd, 40 random bits, and a subnet number. */
function* freeIpv6(random: Buffer, taken: BlockList): Generator<readonly [string, string], void> {
  const hex = random.toString('hex');
  const prefix = `fd${hex.slice(0, 2)}:${hex.slice(2, 6)}:${hex.slice(6, 10)}`;
  const addressOf = (subnet: number, host: number): string => `${prefix}:${subnet.toString(16)}::${host}`;
  yield* freePairs(0x1_0000, addressOf, (address) => taken.check(address, 'ipv6'));
}

/** The two in the middle of each four addresses of a range that are all free. */
function* freePairs(
  count: number,
  addressOf: (subnet: number, host: number) => string,
  isTaken: (address: string) => boolean,
): Generator<readonly [string, string], void> {
  let occupied = 0;
  for (let subnet = 0; subnet < count && occupied < LONGEST_SEARCH; subnet += 1) {
    const addresses = [0, 1, 2, 3].map((host) => addressOf(subnet, host));
    if (addresses.some((address) => isTaken(address))) occupied += 1;
    else yield [addresses[1]!, addresses[2]!];
  }
}
