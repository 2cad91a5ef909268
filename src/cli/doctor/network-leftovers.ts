import { readdir, stat } from 'node:fs/promises';
import { isRecord } from '../../core/is-record.ts';
import { tryCommand, type TryOptions } from '../../exec/abilities/try-command.ts';
import { ROOT_HANDLE } from '../../exec/network/handles.ts';
import { NAMESPACE_NAMES } from '../../exec/network/namespace.ts';
import { listPids } from '../../exec/process-identity.ts';
import type { Leftover, Leftovers } from './leftover.ts';

/** Namespaces and devices of ours. */
const OUR_NAME = /^(?:sq|squall)-/;
const OWN = '/proc/self/ns/net';

/** A network namespace that can be looked into. */
interface Place {
  /** What to put before a command. */
  readonly enter: readonly string[];
  /** For people; empty for the namespace of this process. */
  readonly label: string;
}

/** What of ours is in the network namespaces of this machine. */
export async function findNetworkLeftovers(options: TryOptions): Promise<Omit<Leftovers, 'underWay'>> {
  if (process.platform !== 'linux') return { found: [], notes: [] };
  const names = (await listOrEmpty(NAMESPACE_NAMES)).filter((name) => OUR_NAME.test(name));
  const devices = (await listOrEmpty('/sys/class/net')).filter((name) => OUR_NAME.test(name));
  const found: Leftover[] = [
    ...names.map((name) => ({ what: `network namespace ${name}`, remedy: `ip netns del ${name}` })),
    ...devices.map((name) => ({ what: `network device ${name}`, remedy: `ip link del dev ${name}` })),
  ];
  const notes = new Set<string>();
  if (process.getuid?.() !== 0) notes.add('only root sees the namespaces and processes of other users');
  for (const { enter, label } of await places()) {
    const attempt = await tryCommand([...enter, 'tc', '-j', 'qdisc', 'show'], options);
    if (attempt.kind === 'failed') notes.add(`queues${label} were not looked at: ${attempt.reason}`);
    else found.push(...devicesWithOurRoot(attempt.stdout).map((device) => ofQueue(device, { enter, label })));
  }
  return { found, notes: [...notes] };
}

/** The devices whose root qdisc carries our handle, from `tc -j qdisc show`. */
export function devicesWithOurRoot(json: string): string[] {
  let qdiscs: unknown;
  try {
    qdiscs = JSON.parse(json);
  } catch {
    return [];
  }
  if (!Array.isArray(qdiscs)) return [];
  return qdiscs.flatMap((qdisc: unknown) => {
    if (!isRecord(qdisc)) return [];
    const { dev, handle, root } = qdisc;
    return handle === ROOT_HANDLE && root === true && typeof dev === 'string' ? [dev] : [];
  });
}

function ofQueue(device: string, { enter, label }: Place): Leftover {
  const command = [...enter, 'tc', 'qdisc', 'del', 'dev', device, 'root', 'handle', ROOT_HANDLE];
  return { what: `queue ${ROOT_HANDLE} on device ${device}${label}`, remedy: command.join(' ') };
}

/** One way into each network namespace that has a name or a process, the own one first. Those of other users stay closed. */
async function places(): Promise<Place[]> {
  const named = (await listOrEmpty(NAMESPACE_NAMES)).map((name) => ({
    path: `${NAMESPACE_NAMES}/${name}`,
    label: ` in namespace ${name}`,
  }));
  const pids = listPids().map((pid) => ({ path: `/proc/${pid}/ns/net`, label: ` of process ${pid}` }));
  const found = new Map<number | undefined, Place>([[await inodeOf(OWN), { enter: [], label: '' }]]);
  for (const { path, label } of [...named, ...pids]) {
    const inode = await inodeOf(path);
    if (inode !== undefined && !found.has(inode)) found.set(inode, { enter: enterBy(path), label });
  }
  return [...found.values()];
}

/** Of the namespace that the file stands for. */
async function inodeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).ino;
  } catch {
    return undefined;
  }
}

function enterBy(path: string): string[] {
  return ['nsenter', `--net=${path}`];
}

async function listOrEmpty(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
