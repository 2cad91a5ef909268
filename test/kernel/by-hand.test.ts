import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { listClaims } from '../../src/exec/network/claim.ts';
import { rootOf } from '../../src/exec/network/qdiscs.ts';
import { findReapers } from '../../src/journal/find-reapers.ts';
import { runCli, startCli, type CliExit } from '../helpers/cli.ts';
import { joinNamespaces, ping, RIGHT_IPV4, run } from '../helpers/kernel-network.ts';
import { isAlive, temporaryFolder } from '../helpers/processes.ts';
import { networkState } from '../helpers/network-state.ts';
import { edgeOf, qdiscs, tcLab } from '../helpers/tc-lab.ts';

const TARGET = 'eth0@left';
const CLAIMS = '/run/squall';
/** The guest starts three Nodes for one `impair`. */
const SLOW = 180_000;
const PATIENT = { timeout: 30_000, interval: 200 } as const;

interface ByHand {
  readonly before: unknown;
  readonly folder: string;
  readonly scenario: (line: string) => Promise<CliExit>;
}

/** The two namespaces, and an empty folder to be in; what is impaired is cleared after the test. */
function byHand(): ByHand {
  joinNamespaces();
  const folder = temporaryFolder();
  const scenario = async (line: string): Promise<CliExit> => await runCli(line.split(' '), { cwd: folder });
  onTestFinished(async () => void (await scenario('clear --all')));
  return { before: networkState(), folder, scenario };
}

/** What must be there again, whatever ended the impairment. */
async function expectUndone(before: unknown): Promise<void> {
  await vi.waitFor(() => expect(networkState()).toEqual(before), PATIENT);
  await vi.waitFor(() => expect(readdirSync(CLAIMS)).toEqual([]), PATIENT);
  await vi.waitFor(() => expect(findReapers()).toEqual([]), PATIENT);
}

async function keeperOf(): Promise<{ readonly pid: number; readonly run: string; readonly folder: string }> {
  const [claim] = await listClaims(CLAIMS);
  if (claim?.folder === undefined) throw new Error('nobody has an interface');
  return { ...claim, folder: claim.folder };
}

function killReaper(): void {
  for (const { pid } of findReapers()) process.kill(pid, 'SIGKILL');
}

function journalOf(folder: string): string {
  return readFileSync(join(folder, 'journal.jsonl'), 'utf8');
}

describe('an impairment by hand', { timeout: SLOW }, () => {
  it('is ended by `scenario stop --all`, from wherever that is called', async () => {
    const { before, scenario } = byHand();
    await scenario(`impair ${TARGET} delay=60ms --for 5m`);
    const { run: id } = await keeperOf();
    const stopped = await runCli(['stop', '--all'], { cwd: temporaryFolder() });
    expect(stopped).toMatchObject({ code: 0, stderr: '' });
    expect(stopped.stdout).toMatch(
      new RegExp(`^run ${id}: stopped and everything put back after .*, exit code 0\n$`),
    );
    await expectUndone(before);
    expect((await scenario('stop --all')).stdout).toBe('nothing is running\n');
  });

  it('is in force when the command returns, changes one value at a time, and is cleared', async () => {
    const { before, scenario } = byHand();
    const first = await scenario(`impair ${TARGET} delay=60ms up.loss=1% --for 5m`);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain(`${TARGET}: RTT 120ms, loss 1% up, read back from the kernel\n`);
    expect(first.stdout).toContain('ends by itself in 5m;');
    expect(ping(`-c 5 -i 0.2 ${RIGHT_IPV4}`, 'left').fastest).toBeGreaterThanOrEqual(119);

    const { folder, run: id } = await keeperOf();
    expect(run(`stat -c %a ${folder} ${folder}/control.sock`)).toBe('700\n600\n');
    const second = await scenario(`impair ${TARGET} up.delay=20ms loss=none`);
    expect(second.stdout).toContain(`${TARGET}: delay 20ms up, delay 60ms down, read back`);
    const { fastest } = ping(`-c 5 -i 0.2 ${RIGHT_IPV4}`, 'left');
    expect(fastest).toBeGreaterThanOrEqual(79);
    expect(fastest).toBeLessThan(119);

    const { stdout } = await scenario(`status ${TARGET} -o json`);
    const state: unknown = JSON.parse(stdout);
    expect(state).toMatchObject({
      targets: [
        {
          target: TARGET,
          up: { kind: 'ours', shapes: [{ impairment: { delay: expect.closeTo(20, 2) } }] },
          down: { kind: 'ours', shapes: [{ impairment: { delay: expect.closeTo(60, 2) } }] },
          owner: { kind: 'by-hand', run: id },
        },
      ],
      notes: [],
    });

    const wrong = await scenario(`impair ${TARGET} up.jitter=30ms`);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('error jitter-exceeds-delay:');

    const cleared = await scenario(`clear ${TARGET}`);
    expect(cleared).toMatchObject({ code: 0, stderr: '' });
    expect(cleared.stdout).toBe(`${TARGET}: cleared, verified; it was delay 20ms up, delay 60ms down\n`);
    await expectUndone(before);
    expect(journalOf(folder)).toMatch(/"kind":"run.ended","exitCode":0/);
    expect(existsSync(join(folder, 'control.sock'))).toBe(false);
    expect(await scenario(`clear ${TARGET}`)).toMatchObject({
      code: 0,
      stdout: `${TARGET}: nothing to clear\n`,
    });
  });

  it('ends by itself, and its time can be renewed', async () => {
    const { before, folder, scenario } = byHand();
    await scenario(`impair ${TARGET} wpt/3g --for 5s`);
    const renewed = await scenario(`impair ${TARGET} --for 12s`);
    expect(renewed.stdout).toContain('ends by itself in 12s;');
    expect(renewed.stdout).toContain('RTT 300ms');
    await vi.waitFor(() => expect(networkState()).toEqual(before), { timeout: 60_000, interval: 500 });
    await expectUndone(before);
    const { stdout } = await runCli(['cleanup'], { cwd: folder });
    expect(stdout).toBe('nothing to clean up, 1 run with nothing left\n');
  });

  it('is undone by the reaper when its keeper is killed, and in order when it is told to end', async () => {
    const { before, scenario } = byHand();
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      expect(await scenario(`impair ${TARGET} delay=30ms`)).toMatchObject({ code: 0, stderr: '' });
      process.kill((await keeperOf()).pid, signal);
      await expectUndone(before);
    }
  });

  it.each([`clear ${TARGET}`, 'clear --all', 'cleanup'])(
    'is found when keeper and reaper are killed, and undone by %s',
    async (line) => {
      const { before, scenario } = byHand();
      await scenario(`impair ${TARGET} delay=30ms`);
      const keeper = await keeperOf();
      killReaper();
      process.kill(keeper.pid, 'SIGKILL');
      await vi.waitFor(() => expect(isAlive(keeper.pid)).toBe(false), PATIENT);
      expect(networkState()).not.toEqual(before);
      expect((await scenario('status')).stdout).toMatch(
        new RegExp(`^${TARGET} +delay 30ms +delay 30ms +left behind by ${keeper.run} +-$`, 'm'),
      );
      const again = await scenario(`impair ${TARGET} delay=40ms`);
      expect(again.code).toBe(3);
      expect(again.stderr).toContain(`interface-in-use: \`eth0\` in the network namespace \`left\``);
      expect(again.stderr).toContain(keeper.run);
      expect(await scenario(line)).toMatchObject({ code: 0, stderr: '' });
      await expectUndone(before);
    },
  );

  it('keeps others off its interface, and keeps off theirs', async () => {
    const { scenario } = byHand();
    await scenario(`impair ${TARGET} delay=30ms`);
    const { run: id } = await keeperOf();
    await expect(tcLab().install(edgeOf('edge'))).rejects.toMatchObject({
      code: 'interface-in-use',
      message: expect.stringContaining(id),
    });
    await scenario(`clear ${TARGET}`);
    const lab = tcLab({ run: 'weather-of-monday' });
    await lab.install(edgeOf('edge'));
    for (const line of [`impair ${TARGET} delay=1ms`, `clear ${TARGET}`]) {
      const refused = await scenario(line);
      expect(refused).toMatchObject({ code: 3, stdout: '' });
      expect(refused.stderr).toContain('weather-of-monday');
    }
    expect((await scenario('clear --all')).stdout).toMatch(/^run weather-of-monday: still running, pid \d+;/);
    expect((await scenario('status')).stdout).toMatch(
      new RegExp(`^${TARGET} +- +- +weather-of-monday +-$`, 'm'),
    );
    await lab.revert();
  });

  it('is undone where the command is interrupted before it is in force', async () => {
    const { before, folder } = byHand();
    const impairing = startCli(['impair', TARGET, 'delay=30ms'], { cwd: folder });
    await vi.waitFor(() => expect(readdirSync(CLAIMS)).not.toEqual([]), { timeout: 30_000, interval: 20 });
    impairing.kill('SIGINT');
    expect(await impairing.exited).toMatchObject({ code: 130, stdout: '' });
    await expectUndone(before);
  });
});

describe('what somebody else has put on an interface', { timeout: SLOW }, () => {
  it('is shown as foreign, refused by name, and replaced where that is asked for', async () => {
    const { folder, scenario } = byHand();
    run('tc -n left qdisc add dev eth0 root handle 8001: netem limit 500 delay 20ms loss 1%');
    const before = networkState();
    expect((await scenario('status')).stdout).toMatch(
      new RegExp(`^${TARGET} +netem 8001: delay 20ms, loss 1% +- +foreign +-$`, 'm'),
    );
    const refused = await scenario(`impair ${TARGET} delay=30ms`);
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toContain('error foreign-qdisc:');
    expect(refused.stderr).toContain('`netem 8001:`');
    expect(refused.stderr).toContain('--replace');
    // Nothing was touched, so nothing is kept.
    expect(readdirSync(join(folder, 'runs'))).toEqual([]);
    expect((await scenario(`clear ${TARGET}`)).stdout).toBe(
      `${TARGET}: \`netem 8001:\` is not ours and stays\n`,
    );
    expect(networkState()).toEqual(before);

    expect(await scenario(`impair ${TARGET} delay=30ms --replace`)).toMatchObject({ code: 0, stderr: '' });
    expect(rootOf(qdiscs('left'))?.handle).toBe('5371:');
    await scenario(`clear ${TARGET}`);
    await expectUndone(before);
  });

  it('is left where it was put over ours, and that is exit code 5', async () => {
    const { before, scenario } = byHand();
    await scenario(`impair ${TARGET} delay=30ms`);
    run('tc -n left qdisc replace dev eth0 root handle 10: pfifo limit 77');
    const changed = await scenario(`impair ${TARGET} delay=40ms`);
    expect(changed).toMatchObject({ code: 4, stdout: '' });
    const cleared = await scenario(`clear ${TARGET}`);
    expect(cleared).toMatchObject({ code: 5, stdout: '' });
    expect(cleared.stderr).toContain('somebody has put `pfifo 10:` over the impairments');
    expect(rootOf(qdiscs('left'))).toMatchObject({ kind: 'pfifo', handle: '10:' });
    run('tc -n left qdisc del dev eth0 root');
    await vi.waitFor(() => expect(findReapers()).toEqual([]), PATIENT);
    expect(await scenario('cleanup')).toMatchObject({ code: 0, stderr: '' });
    await expectUndone(before);
  });
});
