import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import type { Marker } from '../../../src/exec/marked-processes.ts';
import { startProcess, type RunningProcess } from '../../../src/exec/process-group.ts';
import type { ProcessIdentity } from '../../../src/exec/process-identity.ts';
import { spawnGroup } from '../../../src/exec/spawn.ts';
import type { JournalEntry } from '../../../src/journal/entry.ts';
import type { JournalState, PendingEffect } from '../../../src/journal/replay.ts';
import { undoJournal } from '../../../src/journal/undo.ts';
import {
  fixtureCommand,
  isAlive,
  numberInLog,
  temporaryFolder,
  testEnvironment,
} from '../../helpers/processes.ts';

const STARTED = {
  kind: 'run.started',
  scenario: 's',
  version: '1.0.0',
  pid: 999_999_999,
  startTime: 'gone',
} as const;

async function start(
  argv: readonly string[],
  marker: Marker = {},
): Promise<{ readonly running: RunningProcess; readonly log: string }> {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const env = { ...testEnvironment, ...marker };
  const running = await startProcess({ argv, env, cwd: folder, log, clock: systemClock });
  onTestFinished(() => running.stop(0));
  return { running, log };
}

function pending(id: string, marker: Marker, running?: ProcessIdentity): PendingEffect {
  const inverse = { kind: 'end-process', service: id, marker } as const;
  return {
    id,
    inverse,
    done: running !== undefined,
    ...(running && { process: { pid: running.pid, startTime: running.startTime } }),
  };
}

/** A group whose leader has gone: one member carries `marker`, and one, the stranger, nothing. */
async function leaderlessGroup(
  marker: Marker,
): Promise<{ readonly leader: ProcessIdentity; readonly stranger: number }> {
  const script = `
    const { spawn } = require('node:child_process');
    const [member, stranger] = [process.env, {}].map((env) => spawn('/bin/sleep', ['60'], { env, stdio: 'ignore' }));
    console.log([member.pid, stranger.pid].join(' '));
    process.exit();`;
  const argv = [process.execPath, '-e', script];
  const leader = await spawnGroup({ argv, env: marker, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  const said = leader.child.stdout === null ? '' : await text(leader.child.stdout);
  await leader.exited;
  const [member = 0, stranger = 0] = said.split(' ').map(Number);
  onTestFinished(() => {
    for (const pid of [member, stranger].filter(isAlive)) process.kill(pid, 'SIGKILL');
  });
  return { leader, stranger };
}

async function undo(
  state: JournalState,
): Promise<{ readonly recorded: JournalEntry[]; readonly failed: string[] }> {
  const recorded: JournalEntry[] = [];
  const record = async (entry: JournalEntry): Promise<void> => void recorded.push(entry);
  const report = await undoJournal(state, { clock: systemClock, grace: 300, settle: 0, record });
  return { recorded, failed: report.failures.map(({ reason }) => reason) };
}

describe('undoJournal', () => {
  it('ends a recorded process with its group and records that', async () => {
    const { running, log } = await start(fixtureCommand('forks-grandchild.mjs'));
    const grandchild = await numberInLog(log, 'grandchild');
    const { recorded, failed } = await undo({
      pending: [pending('shop', { SQUALL_RUN: 'of-nobody' }, running)],
      problems: [],
    });
    expect(failed).toEqual([]);
    expect(recorded).toEqual([{ kind: 'effect.undone', id: 'shop' }]);
    expect([running.pid, grandchild].filter(isAlive)).toEqual([]);
  });

  it('leaves a process alone that has the pid of an older one', async () => {
    const { running } = await start(fixtureCommand('never-ready.mjs'));
    const older = { ...running, startTime: `1${running.startTime}` };
    const { recorded, failed } = await undo({
      pending: [pending('shop', { SQUALL_RUN: 'of-nobody' }, older)],
      problems: [],
    });
    expect(failed).toEqual([]);
    expect(recorded).toHaveLength(1);
    expect(isAlive(running.pid)).toBe(true);
  });
});

describe.runIf(process.platform === 'linux')('undoJournal by the marker', () => {
  it('ends what was started and never recorded, and what has left its group', async () => {
    const run = `unrecorded-${process.pid}`;
    const { running, log } = await start(fixtureCommand('leaves-daemon.mjs'), { SQUALL_RUN: run });
    const daemon = await numberInLog(log, 'daemon');
    const { recorded } = await undo({
      run: { ...STARTED, run },
      pending: [pending('shop', { SQUALL_RUN: run })],
      problems: [],
    });
    expect(recorded).toEqual([{ kind: 'effect.undone', id: 'shop' }]);
    expect([running.pid, daemon].filter(isAlive)).toEqual([]);
  });

  it('ends them also when the line that names the run is lost', async () => {
    const marker = { SQUALL_RUN: `lost-${process.pid}` };
    const { running } = await start(fixtureCommand('ignores-sigterm.mjs'), marker);
    await undo({ pending: [pending('shop', marker)], problems: [{ line: 1, reason: 'not JSON' }] });
    expect(isAlive(running.pid)).toBe(false);
  });

  it.each([
    ['ends what is left of a group whose leader is gone, when a marked member proves whose it is', true],
    ['leaves a group alone whose leader is gone, when nothing proves whose it is', false],
  ])('%s', async (_title, marked) => {
    const marker = { SQUALL_RUN: `leaderless-${process.pid}` };
    const { leader, stranger } = await leaderlessGroup(marked ? marker : {});
    await undo({ pending: [pending('shop', marker, leader)], problems: [] });
    expect(isAlive(stranger)).toBe(!marked);
  });

  it('leaves the processes of another run alone', async () => {
    const { running } = await start(fixtureCommand('never-ready.mjs'), {
      SQUALL_RUN: `other-${process.pid}`,
    });
    const run = `mine-${process.pid}`;
    await undo({ run: { ...STARTED, run }, pending: [pending('shop', { SQUALL_RUN: run })], problems: [] });
    expect(isAlive(running.pid)).toBe(true);
  });

  it('says what it could not record, and has undone it all the same', async () => {
    const marker = { SQUALL_RUN: `unwritable-${process.pid}` };
    const { running } = await start(fixtureCommand('never-ready.mjs'), marker);
    const report = await undoJournal(
      { pending: [pending('shop', marker, running)], problems: [] },
      { clock: systemClock, grace: 300, settle: 0, record: () => Promise.reject(new Error('disk full')) },
    );
    expect(report).toEqual({
      undone: ['shop'],
      failures: [{ what: 'the record of effect shop', reason: 'disk full' }],
    });
    expect(isAlive(running.pid)).toBe(false);
  });
});
