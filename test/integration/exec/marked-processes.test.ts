import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { endMarked, findMarked, type Marker } from '../../../src/exec/marked-processes.ts';
import { startProcess, type RunningProcess } from '../../../src/exec/process-group.ts';
import {
  fixtureCommand,
  isAlive,
  numberInLog,
  temporaryFolder,
  testEnvironment,
} from '../../helpers/processes.ts';

async function startDaemon(
  marker: Marker,
): Promise<{ readonly running: RunningProcess; readonly daemon: number }> {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const argv = fixtureCommand('leaves-daemon.mjs');
  const running = await startProcess({
    argv,
    env: { ...testEnvironment, ...marker },
    cwd: folder,
    log,
    clock: systemClock,
  });
  onTestFinished(async () => void (await running.stop(0)));
  return { running, daemon: await numberInLog(log, 'daemon') };
}

describe.runIf(process.platform === 'linux')('marked processes', () => {
  it('are found in their group and outside it, by every variable of the marker', async () => {
    const marker = { SQUALL_RUN: `find-${process.pid}`, SQUALL_SERVICE: 'shop' };
    const { running, daemon } = await startDaemon(marker);
    const expected = [
      [running.pid, running.pid],
      [daemon, daemon],
    ];
    const byPid = expected.sort(([a = 0], [b = 0]) => a - b);
    expect(findMarked({ SQUALL_RUN: marker.SQUALL_RUN }).map(({ pid, group }) => [pid, group])).toEqual(
      byPid,
    );
    expect(findMarked(marker)).toHaveLength(2);
    expect(findMarked({ ...marker, SQUALL_SERVICE: 'cart' })).toEqual([]);
    expect(findMarked({ SQUALL_RUN: marker.SQUALL_RUN.slice(0, -1) })).toEqual([]);
    expect(await endMarked(marker, { clock: systemClock, grace: 0, settle: 0 })).toEqual([]);
  });

  it('are ended, those too that ignore SIGTERM', async () => {
    const marker = { SQUALL_RUN: `end-${process.pid}` };
    const { running, daemon } = await startDaemon(marker);
    expect(await endMarked(marker, { clock: systemClock, grace: 200, settle: 0 })).toEqual([]);
    expect([running.pid, daemon].filter(isAlive)).toEqual([]);
  });

  it('are ended when they appear while the sweep goes on', async () => {
    const marker = { SQUALL_RUN: `late-${process.pid}` };
    const sweep = endMarked(marker, { clock: systemClock, grace: 200, settle: 1500 });
    await systemClock.sleep(300);
    const folder = temporaryFolder();
    const options = {
      argv: fixtureCommand('ignores-sigterm.mjs'),
      cwd: folder,
      log: join(folder, 'log'),
      clock: systemClock,
    };
    const late = await startProcess({ ...options, env: { ...testEnvironment, ...marker } });
    expect(await sweep).toEqual([]);
    expect(isAlive(late.pid)).toBe(false);
  });
});
