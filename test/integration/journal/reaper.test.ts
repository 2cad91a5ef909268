import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { findMarked, RUN_MARKER } from '../../../src/exec/marked-processes.ts';
import { startReaper } from '../../../src/journal/reaper.ts';
import { replayJournal } from '../../../src/journal/replay.ts';
import { becomesTrue, isAlive, temporaryFolder } from '../../helpers/processes.ts';
import { journalOf, reaperOf, startRunner, type RunnerProcess } from '../../helpers/runner-process.ts';

/** Promised: after this long nothing of a killed run is left. */
const CLEAN_WITHIN = 3000;

async function expectClean(runner: RunnerProcess): Promise<void> {
  const reaper = reaperOf(runner);
  const gone = (): boolean => findMarked({ [RUN_MARKER]: runner.run }).length === 0 && !isAlive(reaper);
  expect(await becomesTrue(gone, CLEAN_WITHIN)).toBe(true);
  expect(replayJournal(journalOf(runner))).toMatchObject({ pending: [], problems: [] });
}

describe.runIf(process.platform === 'linux')('the reaper', () => {
  it('is told when all is undone, and leaves without a trace', async () => {
    const runner = startRunner();
    expect(await runner.says('released')).toBe(true);
    await expectClean(runner);
    expect(journalOf(runner)).not.toContain('run.reaped');
    expect(readFileSync(join(runner.folder, 'reaper.log'), 'utf8')).toBe('');
  });

  it.each([
    ['before the first effect', 'effect.intended 1'],
    ['after the first process started, before its record', 'effect.done 1'],
    ['between two services', 'effect.intended 2'],
    ['after the second process started, before its record', 'effect.done 2'],
    ['while all runs', 'ready'],
    ['after a service was stopped, before its record', 'effect.undone 1'],
    ['before the end is recorded', 'run.ended 1'],
  ])('undoes everything when the runner is killed %s', async (_when, stall) => {
    const runner = startRunner(stall);
    expect(await runner.says(stall === 'ready' ? 'ready' : 'stalled')).toBe(true);
    runner.child.kill('SIGKILL');
    await expectClean(runner);
    expect(journalOf(runner)).toContain('"kind":"run.reaped","failed":[]');
  });

  it('undoes everything whenever the runner is killed', async () => {
    for (let delay = 0; delay < 360; delay += 60) {
      const runner = startRunner();
      expect(await runner.says('reaper')).toBe(true);
      await systemClock.sleep(delay);
      runner.child.kill('SIGKILL');
      await expectClean(runner);
    }
  });

  it('ignores the signals of a terminal and of a session that ends', async () => {
    const runner = startRunner('ready');
    expect(await runner.says('ready')).toBe(true);
    const reaper = reaperOf(runner);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(reaper, signal);
    await systemClock.sleep(200);
    expect(isAlive(reaper)).toBe(true);
    expect(findMarked({ [RUN_MARKER]: runner.run })).toHaveLength(3);
    runner.child.kill('SIGKILL');
    await expectClean(runner);
  });

  it('tells the runner when it is lost', async () => {
    const folder = temporaryFolder();
    const reaper = await startReaper({
      journalPath: join(folder, 'journal.jsonl'),
      logPath: join(folder, 'reaper.log'),
      clock: systemClock,
    });
    process.kill(reaper.pid, 'SIGKILL');
    expect(await reaper.lost).toEqual({ code: null, signal: 'SIGKILL' });
    await reaper.release();
  });

  it('has ended when the release resolves', async () => {
    const folder = temporaryFolder();
    const reaper = await startReaper({
      journalPath: join(folder, 'journal.jsonl'),
      logPath: join(folder, 'reaper.log'),
      clock: systemClock,
    });
    expect(isAlive(reaper.pid)).toBe(true);
    await reaper.release();
    expect(isAlive(reaper.pid)).toBe(false);
  });
});
