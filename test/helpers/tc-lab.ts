import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { isKernelLink, type KernelLink, type KernelPlace, type LinkSpec } from '../../src/drivers/driver.ts';
import { createTcDriver, type TcDriverOptions } from '../../src/drivers/tc/driver.ts';
import type { EffectLog } from '../../src/drivers/tc/effects.ts';
import type { NetworkInverse } from '../../src/exec/network/inverse.ts';
import { parseQdiscs, type Qdisc } from '../../src/exec/network/qdiscs.ts';
import { RIGHT_IPV4, RIGHT_IPV6, run } from './kernel-network.ts';
import { temporaryFolder } from './processes.ts';

export const LEFT = { netns: { name: 'left' }, device: 'eth0' } as const;
export const RIGHT = { netns: { name: 'right' }, device: 'eth0' } as const;

/** An edge between the two namespaces, taken hold of at both ends. */
export function edgeOf(edge: string, place: Partial<KernelPlace> = {}): LinkSpec {
  const both = { up: LEFT, down: RIGHT, onForeign: 'refuse', allow: false } as const;
  return { edge, protocol: 'tcp', per: 'edge', listeners: [], seed: 1, place: { ...both, ...place } };
}

/** The same with what comes in at the left taken through an ifb device. */
export function edgeThroughIfb(edge: string, place: Partial<KernelPlace> = {}): LinkSpec {
  const spec = edgeOf(edge, place);
  if (spec.place === undefined) throw new Error('the edge has no place');
  const { down: _down, ...rest } = spec.place;
  return { ...spec, place: rest };
}

export interface RecordedEffect {
  readonly id: string;
  readonly inverse: NetworkInverse;
  state: 'intended' | 'done' | 'undone';
}

export interface TcLab {
  readonly effects: RecordedEffect[];
  install(...links: readonly LinkSpec[]): Promise<readonly KernelLink[]>;
  revert(): Promise<void>;
}

/** A driver with a journal in memory, reverted after the test. */
export function tcLab(options: Partial<TcDriverOptions> = {}): TcLab {
  const effects: RecordedEffect[] = [];
  const set = (id: string, state: RecordedEffect['state']): Promise<void> => {
    const effect = effects.find((each) => each.id === id);
    if (effect === undefined) throw new Error(`effect ${id} was never intended`);
    effect.state = state;
    return Promise.resolve();
  };
  const log: EffectLog = {
    intend: (id, inverse) => Promise.resolve(void effects.push({ id, inverse, state: 'intended' })),
    done: (id) => set(id, 'done'),
    undone: (id) => set(id, 'undone'),
  };
  const driver = createTcDriver({
    run: 'run-1',
    effects: log,
    clock: systemClock,
    folder: temporaryFolder(),
    ...options,
  });
  onTestFinished(async () => await driver.revert().catch(() => {}));
  return {
    effects,
    install: async (...links) =>
      (await driver.install(links, new AbortController().signal)).filter(isKernelLink),
    revert: async () => await driver.revert(),
  };
}

/** The only link of an edge between the namespaces. */
export async function installOne(lab: TcLab, spec: LinkSpec): Promise<KernelLink> {
  const [link] = await lab.install(spec);
  if (link === undefined) throw new Error('no link');
  return link;
}

export function qdiscs(namespace: string, device = 'eth0'): Qdisc[] {
  return parseQdiscs(run(`tc -n ${namespace} -j -s qdisc show dev ${device}`));
}

export interface Attempted {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Runs a line that may fail, in a namespace. */
export function attempt(line: string): Attempted {
  const [program = '', ...args] = line.split(' ');
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 });
  return { exitCode: status, stderr };
}

/** The round trips of each ping in order, in milliseconds. */
export function roundTrips(line: string, namespace = 'left'): number[] {
  const { stdout } = spawnSync('ip', ['netns', 'exec', namespace, 'ping', ...line.split(' ')], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return Array.from(stdout.matchAll(/time=([\d.]+)/g), ([, time]) => Number(time));
}

export const FAR = [
  { address: RIGHT_IPV4, protocol: 'any' },
  { address: RIGHT_IPV6, protocol: 'any' },
] as const;
