import { readFileSync } from 'node:fs';

import { notPermitted } from './errors.ts';
import type { NetworkInterface } from '../../core/network-interface.ts';

/** Bits of CapEff, from linux/capability.h. */
const CAP_NET_ADMIN = 12n;
const CAP_SYS_ADMIN = 21n;

/**
 * Whether this program may change an interface, before it is tried.
 * @throws SquallError `not-permitted`, exit code 3.
 */
export function requireNetworkAdmin(at: NetworkInterface): void {
  const needed = at.netns === 'host' ? [CAP_NET_ADMIN] : [CAP_NET_ADMIN, CAP_SYS_ADMIN];
  const held = effectiveCapabilities();
  if (held !== undefined && needed.some((bit) => ((held >> bit) & 1n) === 0n)) throw notPermitted(at);
}

/** Undefined where the system does not tell. */
function effectiveCapabilities(): bigint | undefined {
  try {
    const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return mask === undefined ? undefined : BigInt(`0x${mask}`);
  } catch {
    return undefined;
  }
}
