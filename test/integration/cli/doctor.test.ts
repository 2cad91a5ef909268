import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { Check, CheckGroup } from '../../../src/cli/doctor/check.ts';
import { findProgram } from '../../../src/cli/doctor/find-program.ts';
import { tryDocker } from '../../../src/cli/doctor/try-docker.ts';
import { tryLoopback, tryMarker } from '../../../src/cli/doctor/try-program.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { listPids } from '../../../src/exec/process-identity.ts';
import { startFakeDocker } from '../../helpers/fake-docker.ts';
import { runCli, startCli } from '../../helpers/cli.ts';
import { becomesTrue, temporaryFolder } from '../../helpers/processes.ts';
import { killWithReaper, processesOfRun, startRunner } from '../../helpers/runner-process.ts';

const NEVER = new AbortController().signal;

interface Printed {
  readonly groups: readonly CheckGroup[];
  readonly leftovers: { readonly found: readonly { readonly what: string; readonly remedy: string }[] };
}

async function doctor(out: string): Promise<Printed> {
  const { code, stdout, stderr } = await runCli(['doctor', '--out', out, '-o', 'json'], { cwd: out });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

function checkOf({ groups }: Printed, name: string): Check | undefined {
  return groups.flatMap(({ checks }) => checks).find((candidate) => candidate.name === name);
}

/** The processes that hold a namespace of ours open. */
function holders(): number[] {
  return listPids().filter((pid) => {
    try {
      return /^(?:unshare\0.*\0)?cat\0$/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    } catch {
      return false;
    }
  });
}

describe.runIf(process.platform === 'linux')('scenario doctor', () => {
  it('tries what every run needs, and every part of the kernel with a hint where one is missing', async () => {
    const printed = await doctor(temporaryFolder());
    for (const name of ['Node', 'loopback IPv4', 'driver proxy', 'marks of processes']) {
      expect(checkOf(printed, name)).toMatchObject({ name, finding: { kind: 'yes' } });
    }
    const [rest = []] = printed.groups
      .filter(({ title }) => title === 'Driver tc')
      .map(({ checks }) => checks);
    expect(rest.map(({ name }) => name)).toEqual(
      ['tc', 'ip', 'sch_netem', 'sch_prio', 'sch_ingress', 'cls_u32'].concat([
        'cls_flower',
        'cls_matchall',
        'act_mirred',
        'ifb',
        'veth',
      ]),
    );
    const missing = rest.filter(({ finding }) => finding.kind === 'no');
    expect(missing.filter(({ hint }) => hint === undefined)).toEqual([]);
  });

  it('names what a killed run has left and how to clean it up, and touches none of it', async () => {
    const runner = startRunner('ready');
    expect(await runner.says('ready')).toBe(true);
    await killWithReaper(runner);
    const { leftovers } = await doctor(dirname(runner.folder));
    const pids = processesOfRun(runner);
    expect(pids).toHaveLength(3);
    expect(leftovers.found).toContainEqual({
      what: `run ${runner.run}: service daemon, service health, processes ${pids.join(', ')}`,
      remedy: `scenario cleanup ${runner.folder}`,
    });
    const elsewhere = await doctor(temporaryFolder());
    expect(elsewhere.leftovers.found.map(({ what }) => what)).toContain(
      `run ${runner.run}, whose folder is not here: processes ${pids.join(', ')}`,
    );
  });

  it('calls nothing of a run left that is under way', async () => {
    const runner = startRunner('ready');
    expect(await runner.says('ready')).toBe(true);
    for (const out of [dirname(runner.folder), temporaryFolder()]) {
      const { leftovers } = await doctor(out);
      expect(leftovers).toMatchObject({ underWay: expect.arrayContaining([runner.run]) });
      expect(leftovers.found.filter(({ what }) => what.includes(runner.run))).toEqual([]);
    }
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'leaves nothing behind when %s ends it while it holds something',
    async (signal) => {
      const before = holders();
      const interfaces = readdirSync('/sys/class/net');
      const isSeen = (): boolean => holders().some((pid) => !before.includes(pid));
      for (const later of [0, 0, 40, 80]) {
        const started = startCli(['doctor'], { cwd: temporaryFolder() });
        expect(await becomesTrue(isSeen, 10_000)).toBe(true);
        await systemClock.sleep(later);
        started.kill(signal);
        await started.exited;
      }
      const isClean = (): boolean => holders().every((pid) => before.includes(pid));
      expect(await becomesTrue(isClean, 3000)).toBe(true);
      expect(readdirSync('/sys/class/net')).toEqual(interfaces);
    },
  );
});

describe('tryDocker', () => {
  it('says yes where an engine answers', async () => {
    const { socket, asked } = await startFakeDocker();
    expect(await tryDocker(`unix://${socket}`, systemClock, NEVER)).toEqual({
      name: 'Docker socket',
      finding: { kind: 'yes', detail: socket },
    });
    expect(asked).toEqual(['/containers/json']);
  });

  it('gives up on an engine that hangs, and says to restart it', async () => {
    const fake = await startFakeDocker();
    fake.mood = 'hangs';
    const begin = systemClock.now();
    const found = await tryDocker(`unix://${fake.socket}`, systemClock, NEVER);
    expect(systemClock.now() - begin).toBeLessThan(5000);
    expect(found).toMatchObject({
      finding: { kind: 'no', reason: expect.stringContaining('gave no answer within 2 s') },
      hint: expect.stringContaining('restart'),
    });
  });

  it('says that an engine is not there', async () => {
    const path = join(temporaryFolder(), 'docker.sock');
    expect(await tryDocker(`unix://${path}`, systemClock, NEVER)).toMatchObject({
      finding: { kind: 'no', reason: `there is no Docker Engine: no socket at ${path}` },
      hint: expect.stringContaining('start'),
    });
  });

  it('does not ask an engine of another machine', async () => {
    expect(await tryDocker('tcp://192.0.2.1:2375', systemClock, NEVER)).toMatchObject({
      finding: { kind: 'untried' },
    });
  });
});

describe('the smaller checks', () => {
  it('say no of a loopback address that is none', async () => {
    expect(await tryLoopback('192.0.2.1')).toMatchObject({ kind: 'no' });
    expect(await tryLoopback('127.0.0.1')).toEqual({ kind: 'yes', detail: '127.0.0.1' });
  });

  it.runIf(process.platform === 'linux')('leave no marked process', async () => {
    expect(await tryMarker(systemClock)).toMatchObject({ kind: 'yes' });
    expect(
      holders().filter((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes('doctor-')),
    ).toEqual([]);
  });

  it('find a program on the path only where it may be run', async () => {
    const folder = dirname(process.execPath);
    expect(await findProgram(['nothing', 'node'], `/nowhere:${folder}`)).toEqual({
      kind: 'yes',
      detail: `found: ${join(folder, 'node')}`,
    });
    expect(await findProgram(['nothing'], folder)).toEqual({ kind: 'no', reason: 'not found' });
  });
});
