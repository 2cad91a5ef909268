import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { createMasker } from '../../../src/core/mask.ts';
import { startProcess, type ProcessOptions, type RunningProcess } from '../../../src/exec/process-group.ts';
import { isRunning } from '../../../src/exec/process-identity.ts';
import {
  fixtureCommand,
  isAlive,
  numberInLog,
  temporaryFolder,
  testEnvironment,
} from '../../helpers/processes.ts';

async function start(
  argv: readonly string[],
  more: Partial<ProcessOptions> = {},
): Promise<{ readonly running: RunningProcess; readonly log: string }> {
  const folder = temporaryFolder();
  const log = join(folder, 'service.log');
  const running = await startProcess({
    argv,
    env: testEnvironment,
    cwd: folder,
    log,
    clock: systemClock,
    ...more,
  });
  return { running, log };
}

describe('startProcess', () => {
  it('gives the identity of the process, which is gone after the stop', async () => {
    const { running } = await start(fixtureCommand('never-ready.mjs'));
    expect(isRunning(running)).toBe(true);
    await running.stop(5000);
    expect(isRunning(running)).toBe(false);
    expect(await running.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('kills what ignores SIGTERM after the time it was given, not before', async () => {
    const { running, log } = await start(fixtureCommand('ignores-sigterm.mjs'));
    while (!readFileSync(log, 'utf8').includes('listening')) await systemClock.sleep(10);
    const begin = systemClock.now();
    expect(await running.stop(400)).toBe('SIGKILL');
    expect(systemClock.now() - begin).toBeGreaterThanOrEqual(400);
    expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(readFileSync(log, 'utf8')).toContain('SIGTERM ignored');
  });

  it('kills at once when the signal has aborted', async () => {
    const { running, log } = await start(fixtureCommand('ignores-sigterm.mjs'));
    while (!readFileSync(log, 'utf8').includes('listening')) await systemClock.sleep(10);
    const begin = systemClock.now();
    await running.stop(60_000, AbortSignal.timeout(100));
    expect(systemClock.now() - begin).toBeLessThan(10_000);
  });

  it('ends a grandchild that ignores SIGTERM when its parent does not', async () => {
    const { running, log } = await start(fixtureCommand('forks-grandchild.mjs'));
    const grandchild = await numberInLog(log, 'grandchild');
    expect(isAlive(grandchild)).toBe(true);
    while (!readFileSync(log, 'utf8').includes('listening')) await systemClock.sleep(10);
    await running.stop(300);
    expect(readFileSync(log, 'utf8')).toContain('SIGTERM ignored');
    expect(isAlive(grandchild)).toBe(false);
  });

  it('ends a grandchild when its parent ends by itself', async () => {
    const { running, log } = await start(fixtureCommand('forks-grandchild.mjs', 'and-exit'));
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(await numberInLog(log, 'grandchild'))).toBe(false);
    await running.stop(300);
  });

  it('appends stdout and stderr to the log', async () => {
    const { running, log } = await start([
      process.execPath,
      '-e',
      'console.log("out"); console.error("err")',
    ]);
    await running.exited;
    expect(readFileSync(log, 'utf8').split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('lets no secret into the log, and has it complete when the process has exited', async () => {
    const secret = 'hunter2-"quoted"';
    const { running, log } = await start(fixtureCommand('prints-secrets.mjs'), {
      env: { ...testEnvironment, TOKEN: secret },
      mask: createMasker([secret]),
    });
    await running.exited;
    const text = readFileSync(log, 'utf8');
    expect(text).not.toContain('hunter2');
    expect(text).toContain('whole ***\n');
    expect(text).toContain('on stderr ***\n');
    expect(text).toContain('split ***\n');
    expect(text).toContain('{"secret":"***"}\n');
    expect(text.endsWith(`${'x'.repeat(65_530)}***${'y'.repeat(70_000)}***`)).toBe(true);
  });

  it('stops although a daemon holds the masked output open', async () => {
    const { running, log } = await start(
      [
        process.execPath,
        '-e',
        `
        const child = require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'inherit' });
        console.log('daemon ' + child.pid);
        child.unref();
        setInterval(() => {}, 1000);
      `,
      ],
      { mask: createMasker(['secret']) },
    );
    const daemon = await numberInLog(log, 'daemon');
    await running.stop(1000);
    expect(isAlive(running.pid)).toBe(false);
    process.kill(daemon, 'SIGKILL');
  });

  it('explains a command that is not there', async () => {
    await expect(start(['no-such-program'])).rejects.toMatchObject({ code: 'command-not-found' });
  });
});
