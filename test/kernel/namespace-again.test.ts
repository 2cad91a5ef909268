import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { claimPath, CLAIMS_FOLDER } from '../../src/exec/network/claim.ts';
import type { RemoveQdisc } from '../../src/exec/network/inverse.ts';
import { locate } from '../../src/exec/network/namespace.ts';
import { createToolRunner } from '../../src/exec/network/run-tool.ts';
import { undoNetwork } from '../../src/exec/network/undo-network.ts';
import { run } from '../helpers/kernel-network.ts';
import { edgeOf, installOne, tcLab } from '../helpers/tc-lab.ts';

/** A process that sleeps, at first or in a namespace of its own or in that of another. */
interface Sleeper {
  readonly pid: number;
  readonly end: () => Promise<void>;
}

async function sleeper(how: string): Promise<Sleeper> {
  const [program = '', ...args] = `${how} sleep 300`.split(' ');
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'close');
  const { pid = 0 } = child;
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(end);
  await expect.poll(() => run(`ps -o comm= -p ${pid}`).trim(), { timeout: 20_000 }).toBe('sleep');
  return { pid, end };
}

function enter({ pid }: Sleeper): string {
  return `nsenter --net=/proc/${pid}/ns/net`;
}

function inodeOf({ pid }: Sleeper): number {
  return statSync(`/proc/${pid}/ns/net`).ino;
}

/** A namespace of its own, with a pair in it. */
async function inNewNamespace(): Promise<Sleeper> {
  const process = await sleeper('unshare --net');
  run(`${enter(process)} ip link add name eth0 type veth peer name eth1`);
  return process;
}

/** The kernel gives the lowest number that is free, a moment after its namespace has gone. */
async function inNamespaceWith(inode: number): Promise<Sleeper> {
  for (let tries = 0; tries < 40; tries += 1) {
    const process = await inNewNamespace();
    if (inodeOf(process) === inode) return process;
    await process.end();
    await systemClock.sleep(100);
  }
  throw new Error(`no namespace was given the number ${inode} again`);
}

function rootOf(process: Sleeper): string {
  return run(`${enter(process)} tc qdisc show dev eth0 root`).trim();
}

const TBF = {
  kind: 'tbf',
  handle: '7:',
  options: { rate: 125_000, burst: 1600, lat: 100_000 },
  words: ['tbf', 'rate', '1Mbit', 'burst', '1600b', 'lat', '100ms'],
} as const;

/** As a journal says it of a run that has put its tree where a `tbf` was, and was killed after that was removed. */
async function inverseAt({ pid }: Sleeper): Promise<RemoveQdisc> {
  const at = await locate({ netns: { pid }, device: 'eth0' });
  const claim = { path: claimPath(CLAIMS_FOLDER, at), run: 'run-1' };
  return { kind: 'remove-qdisc', at, claim, restore: TBF };
}

async function undo(inverse: RemoveQdisc): Promise<void> {
  const options = { run: createToolRunner({ clock: systemClock }), clock: systemClock, drainWithin: 1000 };
  await undoNetwork(inverse, { ...options, done: true });
}

describe('the namespace of a process', () => {
  it('keeps its number as long as something of ours is in it, and no longer', async () => {
    const first = await inNewNamespace();
    const [up, down] = ['eth0', 'eth1'].map((device) => ({ netns: { pid: first.pid }, device }));
    const lab = tcLab();
    const link = await installOne(lab, edgeOf('one', { up: up!, down: down! }));
    const inode = inodeOf(first);
    await first.end();
    for (let tries = 0; tries < 5; tries += 1) {
      const other = await inNewNamespace();
      expect(inodeOf(other)).not.toBe(inode);
      await other.end();
    }
    expect(await link.readBack()).toBeDefined();
    await lab.revert();
    expect(lab.effects.map(({ state }) => state)).not.toContain('done');
    await inNamespaceWith(inode);
  }, 120_000);

  it('that has gone is not mistaken for another that was given its number', async () => {
    const first = await inNewNamespace();
    const inverse = await inverseAt(first);
    await first.end();
    const other = await inNamespaceWith(inverse.at.inode);
    await undo(inverse);
    expect(rootOf(other)).toBe('');
    // A journal of an earlier version says nothing of the time: the number is all there is.
    const { seen: _seen, ...at } = inverse.at;
    await undo({ ...inverse, at });
    expect(rootOf(other)).toMatch(/^qdisc tbf 7:/);
  }, 120_000);

  it('is the same as long as one is in it that was there', async () => {
    const first = await inNewNamespace();
    const second = await sleeper(enter(first));
    const inverse = await inverseAt(first);
    await first.end();
    await undo(inverse);
    expect(rootOf(second)).toMatch(/^qdisc tbf 7:/);
  }, 60_000);
});
