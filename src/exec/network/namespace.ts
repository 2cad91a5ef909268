import { readdir, readFile, stat } from 'node:fs/promises';

import { codeOf } from '../../core/errors.ts';
import { type NetworkInterface, type NetworkNamespace } from '../../core/network-interface.ts';
import { hadStarted, isDead, linuxTimeNow, listPids, readStat } from '../process-identity.ts';
import { noSuchNamespace, notPermitted } from './errors.ts';

/** An interface that is told from every other one, also when a pid or a name has been given to something else. */
export interface InterfaceRef extends NetworkInterface {
  /** The inode of its namespace, as in `net:[4026531840]`. */
  readonly inode: number;
  /**
   * Of a process's namespace: when it was this one, as `linuxTimeNow`. Once nobody has it any more, the kernel gives its inode to the next
   * one, and the pid to another process; see `isSameNamespace`.
   */
  readonly seen?: string;
  /** A path to it that this process keeps open, see `HeldNamespaces`; no other process can rely on it. */
  readonly held?: string;
}

const OWN = '/proc/self/ns/net';

/** Where `ip netns` keeps what it knows. */
export const NAMESPACE_NAMES = '/run/netns';

/** @throws SquallError `no-such-namespace` or `not-permitted`, exit code 3. */
export async function locate(at: NetworkInterface): Promise<InterfaceRef> {
  for (const path of pathsOf(at.netns)) {
    const inode = await inodeOf(path).catch((error: unknown) => {
      throw isDenied(error) ? notPermitted(at) : error;
    });
    if (inode === undefined) continue;
    const isOfProcess = typeof at.netns === 'object' && 'pid' in at.netns;
    return { netns: at.netns, device: at.device, inode, ...(isOfProcess && { seen: linuxTimeNow() }) };
  }
  throw noSuchNamespace(at);
}

/**
 * What to put before a command so that it runs in the namespace; undefined when the namespace is gone, and with it everything in
 * it. It is looked for under every process and mount, because what it was found by may be gone before it is.
 */
export async function enterNamespace({
  netns,
  inode,
  held,
}: InterfaceRef): Promise<readonly string[] | undefined> {
  if ((await inodeOf(OWN)) === inode) return [];
  const known = held === undefined ? pathsOf(netns) : [held];
  const path = (await findPath(known, inode)) ?? (await findPath(await otherPaths(inode), inode));
  return path === undefined ? undefined : ['nsenter', `--net=${path}`];
}

/**
 * Whether the namespace that now has the inode is the one that was located, and not a later one. It is if a process is in it that was
 * there by then, since an inode that somebody has is not given again.
 */
export async function isSameNamespace({ inode, seen, held }: InterfaceRef): Promise<boolean> {
  if (seen === undefined || held !== undefined) return true;
  for (const pid of listPids()) {
    const process = readStat(pid);
    if (process === undefined || isDead(process) || !hadStarted(process, seen)) continue;
    const path = await findPath([`/proc/${pid}/ns/net`], inode);
    if (path !== undefined) return true;
  }
  return false;
}

async function findPath(paths: readonly string[], inode: number): Promise<string | undefined> {
  for (const path of paths) {
    if ((await inodeOf(path).catch(() => undefined)) === inode) return path;
  }
  return undefined;
}

function pathsOf(netns: NetworkNamespace): string[] {
  if (netns === 'host') return [OWN];
  if ('pid' in netns) return [`/proc/${netns.pid}/ns/net`];
  // A name with a slash would lead out of the folder.
  return /^[^/]+$/.test(netns.name) && !/^\.\.?$/.test(netns.name)
    ? [`${NAMESPACE_NAMES}/${netns.name}`]
    : [];
}

async function otherPaths(inode: number): Promise<string[]> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  // mountinfo: ID PARENT MAJOR:MINOR ROOT MOUNTPOINT ...; blanks in a path are written \040.
  const mounted = mounts.split('\n').flatMap((line) => {
    const [, , , root, path] = line.split(' ');
    return root === `net:[${inode}]` && path !== undefined ? [path.replaceAll(String.raw`\040`, ' ')] : [];
  });
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return [...mounted, ...pids.map((pid) => `/proc/${pid}/ns/net`)];
}

async function inodeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).ino;
  } catch (error) {
    if (isDenied(error)) throw error;
    return undefined;
  }
}

function isDenied(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EACCES' || code === 'EPERM';
}
