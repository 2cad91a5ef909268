import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCli } from '../../helpers/cli.ts';
import { measure, prepareEngine, restartContainer } from '../../helpers/docker-lab.ts';
import { reapersOf } from '../../helpers/leftovers.ts';
import { journalOf, startRun, untilWindow, type CommandLineRun } from '../../helpers/namespace-run.ts';
import { becomesTrue, isAlive } from '../../helpers/processes.ts';
import {
  networksOf,
  removeTwo,
  scenarioBetween,
  startTwo,
  type TwoContainers,
} from '../../helpers/two-containers.ts';

const DELAY = 200;

const SLOW = `{ name: slow, for: 120s, settle: 8s, impair: { there: { delay: ${DELAY}ms } } }`;

let two: TwoContainers;

beforeAll(async () => {
  prepareEngine();
  two = await startTwo();
}, 120_000);

afterAll(() => removeTwo(two));

function networks(): unknown {
  return networksOf(two.asking, two.answering);
}

async function slowRun(): Promise<CommandLineRun> {
  const running = startRun(scenarioBetween([SLOW]));
  await untilWindow(running, 'slow');
  const { up, down } = await measure(two.asking, two.answering.ipv6);
  expect(Math.min(up, down)).toBeGreaterThanOrEqual(DELAY);
  return running;
}

/** The reaper first, so that nothing undoes anything. */
async function killWithReaper({ child, folder, exitCode }: CommandLineRun): Promise<void> {
  const reapers = reapersOf(folder());
  expect(reapers).toHaveLength(1);
  for (const pid of reapers) process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  await exitCode;
  await becomesTrue(() => !reapers.some(isAlive), 5000);
}

describe('a run between containers that is killed', () => {
  it('leaves nothing once its reaper is through', async () => {
    const before = networks();
    const { child, folder, exitCode } = await slowRun();
    child.kill('SIGKILL');
    await exitCode;
    await expect.poll(() => journalOf(folder()).at(-1), { timeout: 40_000 }).toContain('run.reaped');
    expect(networks()).toEqual(before);
  }, 120_000);

  it('with its reaper leaves what cleanup takes away', async () => {
    const before = networks();
    const running = await slowRun();
    await killWithReaper(running);
    expect(networks()).not.toEqual(before);
    const out = dirname(running.folder());
    expect(await runCli(['cleanup', '--out', out], { cwd: '/tmp' })).toMatchObject({ code: 0, stderr: '' });
    expect(networks()).toEqual(before);
  }, 120_000);

  it('with its reaper leaves nothing in a container that has restarted since', async () => {
    const before = networks();
    const running = await slowRun();
    await killWithReaper(running);
    await restartContainer(two.asking);
    const out = dirname(running.folder());
    expect(await runCli(['cleanup', '--out', out], { cwd: '/tmp' })).toMatchObject({ code: 0, stderr: '' });
    expect(networks()).toEqual(before);
  }, 120_000);
});
