import { readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Every address that this host has or knows a way to, beside its default routes. */
export function takenSubnets(): BlockList {
  const taken = new BlockList();
  for (const { address, family, cidr } of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
    const prefix = Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128));
    taken.addSubnet(address, prefix, family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  for (const { address, prefix } of parseIpv4Routes(readOrEmpty('/proc/net/route')))
    taken.addSubnet(address, prefix);
  for (const { address, prefix } of parseIpv6Routes(readOrEmpty('/proc/net/ipv6_route'))) {
    taken.addSubnet(address, prefix, 'ipv6');
  }
  return taken;
}

export interface Subnet {
  readonly address: string;
  readonly prefix: number;
}

/** Reads /proc/net/route: addresses and masks as hexadecimal numbers of the machine, here little-endian. */
export function parseIpv4Routes(text: string): Subnet[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, destination, , , , , , mask] = line.split('\t');
      if (destination === undefined || mask === undefined) return [];
      const bits = Number.parseInt(mask, 16).toString(2).replaceAll('0', '').length;
      const address = [...Buffer.from(destination, 'hex')].toReversed().join('.');
      return bits === 0 ? [] : [{ address, prefix: bits }];
    });
}

/** Reads /proc/net/ipv6_route: 32 hexadecimal digits and the length of the prefix, also in hexadecimal. */
export function parseIpv6Routes(text: string): Subnet[] {
  return text.split('\n').flatMap((line) => {
    const [destination, length] = line.split(' ');
    const prefix = Number.parseInt(length ?? '', 16);
    const groups = destination?.match(/[0-9a-f]{4}/g);
    if (groups?.length !== 8 || !(prefix > 0)) return [];
    return [{ address: groups.join(':'), prefix }];
  });
}

/** Whether links of this host may have IPv6 addresses. */
export function hasIpv6(): boolean {
  return readOrEmpty('/proc/sys/net/ipv6/conf/default/disable_ipv6').trim() === '0';
}

/** Empty where the kernel has no such family. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
