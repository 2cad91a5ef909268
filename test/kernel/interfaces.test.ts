import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { RunResult } from '../../src/core/result.gen.ts';
import { parseQdiscs, rootOf } from '../../src/exec/network/qdiscs.ts';
import { runCli } from '../helpers/cli.ts';
import { ping, run } from '../helpers/kernel-network.ts';
import { startRun, type CommandLineRun } from '../helpers/namespace-run.ts';
import { differences, networkState } from '../helpers/network-state.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { FAR_HOST, FAR_PORT, OTHER_HOST, routeToFar } from '../helpers/routed-network.ts';

/** One edge on an interface of this host, and one on an interface of the router's namespace. */
const INTERFACES = `version: 1
name: interfaces
confidence: none
services:
  far: { url: "http://${FAR_HOST}:${FAR_PORT}" }
  other: { url: "http://${OTHER_HOST}:${FAR_PORT}" }
edges:
  uplink: { from: near, to: far, via: tc, on: { interface: lab0, replace: true } }
  beyond: { from: others, to: other, via: tc, on: { interface: out0, netns: mid } }
load:
  near: { through: uplink, rate: 5/s, requests: [get: /] }
  others: { through: beyond, rate: 5/s, requests: [get: /] }
steps:
  - { name: baseline, for: 13s, settle: 9s }
  - name: slow
    for: 13s
    settle: 9s
    impair: { uplink: { rtt: 150ms }, beyond: { delay: { up: 300ms, down: 100ms } } }
    expect: [p50(near) >= 150ms, p50(others) >= 400ms]
  - { name: clear, for: 13s, settle: 9s }
`;

const FOREIGN = 'tbf rate 100mbit burst 32000 latency 400ms';

function start(text: string): CommandLineRun {
  const file = join(temporaryFolder(), 'scenario.yaml');
  writeFileSync(file, text);
  return startRun(file);
}

async function untilSaid(running: CommandLineRun, words: string): Promise<void> {
  await expect.poll(() => running.output(), { timeout: 90_000, interval: 50 }).toContain(words);
}

function medianOf({ steps }: RunResult, step: string, load: string): number {
  const subject = steps
    .find(({ name }) => name === step)
    ?.subjects.find(({ kind, name }) => kind === 'load' && name === load);
  if (typeof subject?.p50 !== 'number') throw new Error(`no median of ${load} in ${step}`);
  return subject.p50;
}

describe('edges on interfaces that are there already', () => {
  it('are impaired where they are and nowhere else, and what was there is there again', async () => {
    await routeToFar();
    run(`tc qdisc add dev lab0 root handle 10: ${FOREIGN}`);
    const before = networkState();
    const running = start(INTERFACES);
    await untilSaid(running, 'step slow: settled');
    // Neither what is not TCP nor what goes to another port is the edge's.
    expect(ping(`-c 3 -i 0.2 ${FAR_HOST}`).fastest).toBeLessThan(100);
    await running.exitCode;
    expect(differences(before, networkState())).toEqual([]);

    const result = await running.result();
    expect(result.errors).toEqual([]);
    expect(result.undo).toEqual({ ok: true, failures: [] });
    const [baseline, slow, clear] = result.steps;
    for (const step of [baseline, slow, clear]) {
      const outcomes = step?.edges.map(({ edge, proof }) => [edge, proof.outcome, proof.reason]);
      const readBack = ['read-back', expect.stringContaining('nothing of ours is at the far end')];
      expect(outcomes).toEqual([
        ['uplink', ...readBack],
        ['beyond', ...readBack],
      ]);
      for (const { kernel, usage } of step?.edges ?? []) {
        expect(kernel).toMatchObject({ up: { drops: 0 }, down: { drops: 0 } });
        expect(Math.min(usage.bytes.up, usage.bytes.down)).toBeGreaterThan(0);
      }
    }
    // A generator that was late on a slow machine makes a pass doubtful.
    expect(slow?.expectations.map(({ verdict }) => verdict)).not.toContain('fail');
    for (const [load, rtt] of [
      ['near', 150],
      ['others', 400],
    ] as const) {
      expect(medianOf(result, 'slow', load)).toBeGreaterThanOrEqual(rtt);
      for (const step of ['baseline', 'clear']) {
        expect(medianOf(result, step, load)).toBeLessThan(medianOf(result, 'slow', load));
      }
    }
  }, 180_000);
});

const UPLINK = `version: 1
name: uplink
confidence: none
services:
  far: { url: "http://${FAR_HOST}:${FAR_PORT}" }
edges:
  uplink: { from: near, to: far, via: tc, on: { interface: lab0, replace: true } }
load:
  near: { through: uplink, rate: 2/s, requests: [get: /] }
steps:
  - { name: slow, for: 8s, settle: 2s, impair: { uplink: { rtt: 50ms } } }
`;

describe('a qdisc that somebody puts over ours during a run', () => {
  it('is reported and left, exit code 5, and all else is undone', async () => {
    await routeToFar();
    run(`tc qdisc add dev lab0 root handle 10: ${FOREIGN}`);
    const before = networkState();
    const running = start(UPLINK);
    await untilSaid(running, 'step slow: settled');
    run('tc qdisc replace dev lab0 root handle 77: netem delay 3ms');
    expect(await running.exitCode).toBe(5);
    const { undo } = await running.result();
    expect(undo.ok).toBe(false);
    expect(undo.failures).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('`netem 77:`') }),
    ]);
    expect(running.output()).toContain('netem 77:');
    const root = rootOf(parseQdiscs(run('tc -j -s qdisc show dev lab0')));
    expect(root).toMatchObject({ kind: 'netem', handle: '77:' });
    // What rests on the failed undo stays as well: the claim, so that no other run takes the interface.
    const left = differences(before, networkState()).map((difference) => difference.split(':')[0]);
    expect(left).toEqual(['claims', 'host.qdiscs']);

    // With the obstacle gone, the journal is enough.
    run('tc qdisc del dev lab0 root');
    const out = dirname(running.folder());
    expect(await runCli(['cleanup', '--out', out], { cwd: '/tmp' })).toMatchObject({ code: 0, stderr: '' });
    expect(differences(before, networkState())).toEqual([]);
  }, 180_000);
});
