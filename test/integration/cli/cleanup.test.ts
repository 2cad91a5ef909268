import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { startTimeOf } from '../../../src/exec/process-identity.ts';
import type { JournalEntry, JournalLine } from '../../../src/journal/entry.ts';
import { replayJournal } from '../../../src/journal/replay.ts';
import { runCli } from '../../helpers/cli.ts';
import { isAlive, temporaryFolder, testEnvironment } from '../../helpers/processes.ts';
import {
  journalOf,
  killWithReaper,
  processesOfRun,
  startRunner,
  type RunnerProcess,
} from '../../helpers/runner-process.ts';

async function cleanup(
  out: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return await runCli(['cleanup', '--out', out, ...args], { cwd: dirname(out) });
}

/** A run whose runner and reaper were killed while both services ran, or before the entry `stall`. */
async function crashedRun(stall = 'ready', out?: string): Promise<RunnerProcess> {
  const runner = startRunner(stall, out);
  expect(await runner.says(stall === 'ready' ? 'ready' : 'stalled')).toBe(true);
  await killWithReaper(runner);
  return runner;
}

function expectClean(runner: RunnerProcess): void {
  expect(processesOfRun(runner)).toEqual([]);
  expect(replayJournal(journalOf(runner))).toMatchObject({ pending: [], problems: [] });
}

/** A run folder with this journal. */
function writeRun(out: string, name: string, entries: readonly JournalEntry[], more = ''): void {
  mkdirSync(join(out, name));
  const lines = entries.map((entry): JournalLine => ({ ...entry, at: 0 }));
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(join(out, name, 'journal.jsonl'), text + more);
}

const started = (run: string, startTime: string): JournalEntry => ({
  kind: 'run.started',
  run,
  scenario: 's',
  version: '0.0.0',
  pid: process.pid,
  startTime,
});

const intended = (run: string): JournalEntry => ({
  kind: 'effect.intended',
  id: 'service shop',
  inverse: { kind: 'end-process', service: 'shop', marker: { SQUALL_RUN: run } },
});

/** When process `of` would have started, had it been before the machine was. */
function earlier(of: number): string {
  return `${startTimeOf(of)?.split('@')[0]}@00000000-before`;
}

describe.runIf(process.platform === 'linux')('scenario cleanup', () => {
  it('leaves nothing of a run whose reaper was killed too, and finds nothing the second time', async () => {
    const runner = await crashedRun();
    expect(processesOfRun(runner)).toHaveLength(3);
    const out = dirname(runner.folder);
    writeFileSync(join(runner.folder, 'control.sock'), 'where nobody listens any more');
    const first = await cleanup(out);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain(
      `${runner.run}  crashed  service daemon, service health, 3 processes  all, verified`,
    );
    expectClean(runner);
    expect(existsSync(join(runner.folder, 'control.sock'))).toBe(false);
    expect(journalOf(runner)).toContain('"kind":"run.reaped","failed":[]');
    const before = journalOf(runner);
    expect(await cleanup(out)).toEqual({
      code: 0,
      signal: null,
      stdout: 'nothing to clean up, 1 run with nothing left\n',
      stderr: '',
    });
    expect(journalOf(runner)).toBe(before);
  });

  it.each([
    'effect.intended 1',
    'effect.done 1',
    'effect.intended 2',
    'effect.done 2',
    'effect.undone 1',
    'run.ended 1',
  ])('leaves nothing of a run whose reaper was killed too before it recorded %s', async (stall) => {
    const runner = await crashedRun(stall);
    const { code } = await cleanup(dirname(runner.folder), runner.folder);
    expect(code).toBe(0);
    expectClean(runner);
  });

  it('undoes each effect once and tears no line when a reaper and three of it are at work', async () => {
    const runner = startRunner('ready');
    expect(await runner.says('ready')).toBe(true);
    const out = dirname(runner.folder);
    const early = [cleanup(out), cleanup(out, runner.folder)];
    runner.child.kill('SIGKILL');
    const exits = await Promise.all([cleanup(out), cleanup(out), cleanup(out, runner.run), ...early]);
    // Those that were there before the runner was dead may have found it alive.
    const late = exits.slice(0, 3);
    expect(late.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(late.map(({ stderr }) => stderr)).toEqual(['', '', '']);
    expectClean(runner);
    for (const service of ['health', 'daemon']) {
      expect(journalOf(runner).split(`"kind":"effect.undone","id":"service ${service}"`)).toHaveLength(2);
    }
  });

  it('only says what it would undo in a dry run', async () => {
    const runner = await crashedRun();
    const before = [processesOfRun(runner), journalOf(runner), readdirSync(runner.folder)];
    const { code, stdout } = await cleanup(dirname(runner.folder), '--dry-run', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: true,
      runs: [
        {
          run: runner.run,
          pending: ['service daemon', 'service health'],
          undone: [],
          runner: { kind: 'gone' },
        },
      ],
    });
    expect([processesOfRun(runner), journalOf(runner), readdirSync(runner.folder)]).toEqual(before);
  });

  it('lists a run that is still running, and refuses it by name', async () => {
    const runner = startRunner('ready');
    expect(await runner.says('ready')).toBe(true);
    const out = dirname(runner.folder);
    const all = await cleanup(out);
    expect(all.code).toBe(0);
    expect(all.stdout).toContain(`${runner.run}  still running, pid ${runner.child.pid}`);
    const named = await cleanup(out, runner.folder);
    expect(named.code).toBe(3);
    expect(named.stderr).toContain(`error run-still-running: run ${runner.run} is still running, pid`);
    expect(processesOfRun(runner)).toHaveLength(3);
  });

  it('undoes the journal of an earlier boot without touching who has its pids now', async () => {
    const out = temporaryFolder();
    const stranger = spawn('/bin/sleep', ['60'], { env: testEnvironment, stdio: 'ignore' });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    const pid = stranger.pid ?? 0;
    writeRun(out, 'old', [
      started('old', earlier(process.pid)),
      intended('old'),
      { kind: 'effect.done', id: 'service shop', process: { pid, startTime: earlier(pid) } },
    ]);
    expect(await cleanup(out)).toMatchObject({ code: 0 });
    const { pending } = replayJournal(readFileSync(join(out, 'old', 'journal.jsonl'), 'utf8'));
    expect(pending).toEqual([]);
    expect(isAlive(pid)).toBe(true);
  });

  it('shows damaged lines, and undoes what the others say', async () => {
    const runner = await crashedRun();
    const path = join(runner.folder, 'journal.jsonl');
    const [first, ...rest] = journalOf(runner).split('\n');
    writeFileSync(path, [first, '{"kind":"\u009b31meffect"}', ...rest].join('\n'));
    const { code, stdout } = await cleanup(dirname(runner.folder));
    expect(code).toBe(0);
    expect(stdout).toContain(`note: line 2 of the journal of ${runner.run} cannot be read: not an entry`);
    expect(stdout).not.toContain('\u009b');
    expect(processesOfRun(runner)).toEqual([]);
  });

  it('names a journal that cannot be read, and cleans up the other runs', async () => {
    const runner = await crashedRun();
    const out = dirname(runner.folder);
    mkdirSync(join(out, 'broken'));
    writeFileSync(join(out, 'broken', 'journal.jsonl'), 'no journal\n');
    const { code, stderr } = await cleanup(out);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `error journal-unreadable: the journal \`${join(out, 'broken', 'journal.jsonl')}`,
    );
    expectClean(runner);
  });

  it('checks every argument before it undoes anything', async () => {
    const runner = await crashedRun();
    const out = dirname(runner.folder);
    const misspelt = `${runner.run.slice(0, -1)}x`;
    const { code, stdout, stderr } = await cleanup(out, runner.folder, misspelt);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error run-not-found: \`${misspelt}\` is no run folder and holds none`);
    expect(stderr).toContain(`did you mean \`${runner.folder}\`?`);
    expect(processesOfRun(runner)).toHaveLength(3);
  });

  it('takes run folders, their journals, their names and what holds them, each run once', async () => {
    const out = temporaryFolder();
    for (const name of ['a', 'b']) writeRun(out, name, [started(name, 'gone'), intended(name)]);
    const args = [join(out, 'a', 'journal.jsonl'), 'b', out, join(out, 'b')];
    const { code, stdout } = await cleanup(out, ...args, '-o', 'json');
    expect(code).toBe(0);
    const runs: unknown = JSON.parse(stdout);
    expect(runs).toMatchObject({ runs: [{ run: 'a', undone: ['service shop'] }, { run: 'b' }] });
    expect(runs).toHaveProperty('runs.length', 2);
  });

  it('says that there is nothing where no run ever was', async () => {
    const out = join(temporaryFolder(), 'runs');
    const { code, stdout } = await cleanup(out);
    expect(code).toBe(0);
    expect(stdout).toBe(`nothing to clean up: there is no run in \`${out}\`\n`);
    expect(readdirSync(dirname(out))).not.toContain(basename(out));
  });
});
