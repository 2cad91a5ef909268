import { describe, expect, it } from 'vitest';

import { ChangeQueue } from '../../../../src/drivers/tc/change-queue.ts';
import { locate, type InterfaceRef } from '../../../../src/exec/network/namespace.ts';
import type { RunTool } from '../../../../src/exec/network/run-tool.ts';

interface Call {
  readonly argv: readonly string[];
  readonly input: string;
}

/** A tc that says what it is told to say. */
function sayingTc(stderr = ''): { readonly run: RunTool; readonly calls: Call[] } {
  const calls: Call[] = [];
  const run: RunTool = (argv, { input = '' } = {}) => {
    calls.push({ argv, input });
    return Promise.resolve({ exitCode: stderr === '' ? 0 : 1, stdout: '', stderr });
  };
  return { run, calls };
}

function ignore(): void {}

async function here(device: string): Promise<InterfaceRef> {
  return await locate({ netns: 'host', device });
}

describe.runIf(process.platform === 'linux')('ChangeQueue', () => {
  it('gives what is asked at once to one tc, and what is asked later to another', async () => {
    const { run, calls } = sayingTc();
    const queue = new ChangeQueue({ run, tables: '/tables', onCommand: ignore });
    const [eth0, eth1] = [await here('eth0'), await here('eth1')];
    await Promise.all([queue.submit(eth0, [['one']]), queue.submit(eth1, [['two'], ['three']])]);
    await queue.submit(eth0, [['four']]);
    expect(calls).toEqual([
      { argv: ['tc', '-force', '-batch', '-'], input: 'one\ntwo\nthree\n' },
      { argv: ['tc', '-force', '-batch', '-'], input: 'four\n' },
    ]);
  });

  it('tells each who asked what became of its own lines', async () => {
    const { run } = sayingTc('Error: Failed to find specified qdisc.\nCommand failed -:3\n');
    const told: string[] = [];
    const queue = new ChangeQueue({ run, tables: '/tables', onCommand: (command) => told.push(command) });
    const [eth0, eth1, eth2] = [await here('eth0'), await here('eth1'), await here('eth2')];
    const outcomes = await Promise.allSettled([
      queue.submit(eth0, [['one']]),
      queue.submit(eth1, [['two'], ['three']]),
      queue.submit(eth2, [['four']]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'impairments-replaced', exitCode: 4 } });
    expect(told).toEqual(['tc one', 'tc four']);
  });

  it.each([
    ['Error: netem: cannot mix duplicating netems with other netems in tree.', 'duplicate-not-alone', 3],
    ['Cannot find device "eth0"', 'no-such-interface', 4],
    ['Error: what no version has said before.', 'tc-failed', 4],
  ])('explains %j', async (said, code, exitCode) => {
    const { run } = sayingTc(`${said}\nCommand failed -:1\n`);
    const queue = new ChangeQueue({ run, tables: '/tables', onCommand: ignore });
    await expect(queue.submit(await here('eth0'), [['one']])).rejects.toMatchObject({ code, exitCode });
  });

  it('fails all of them when tc says nothing of lines', async () => {
    const { run } = sayingTc('tc: killed');
    const queue = new ChangeQueue({ run, tables: '/tables', onCommand: ignore });
    const eth0 = await here('eth0');
    const outcomes = await Promise.allSettled([queue.submit(eth0, [['one']]), queue.submit(eth0, [['two']])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
