import { readFile } from 'node:fs/promises';

import type { NetworkInterface } from '../../core/network-interface.ts';
import { notPermitted } from './errors.ts';

/** Bits of capabilities(7). */
const CAP_NET_ADMIN = 12n;
const CAP_SYS_ADMIN = 21n;

/**
 * Refuses before anything is touched what the kernel would refuse later. A kernel that lets nobody change this network all the same is
 * told by its own words.
 * @throws SquallError `not-permitted`, exit code 3.
 */
export async function checkRights(at: NetworkInterface): Promise<void> {
  const held = parseToolCapabilities(await readFile('/proc/self/status', 'utf8'));
  const needed = at.netns === 'host' ? [CAP_NET_ADMIN] : [CAP_NET_ADMIN, CAP_SYS_ADMIN];
  if (needed.some((bit) => (held & (1n << bit)) === 0n)) throw notPermitted(at);
}

/**
 * The capabilities of the tools that a process starts, from its /proc/PID/status: root's are all that it has itself, and anybody else's
 * are the ambient ones, because those of a program's file are not passed on.
 */
export function parseToolCapabilities(status: string): bigint {
  const set = (name: string): bigint =>
    BigInt(`0x${new RegExp(`^${name}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1] ?? '0'}`);
  const isRoot = /^Uid:\s*\d+\s+0\s/m.test(status);
  return isRoot ? set('CapEff') : set('CapAmb');
}
