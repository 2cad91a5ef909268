import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { serveControl } from '../../../../src/engine/control/serve-control.ts';
import { chooseRun, findRuns, type FoundRun } from '../../../../src/engine/live/find-runs.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';

const { signal } = new AbortController();

function runId(minute: number, scenario = 'shop'): string {
  return `20261122T10${String(minute).padStart(2, '0')}00Z-${scenario}-3f9a`;
}

function folderOf(out: string, run: string): string {
  const folder = join(out, run);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function ended(out: string, run: string): string {
  const folder = folderOf(out, run);
  writeFileSync(join(folder, 'result.json'), '{}');
  return folder;
}

async function live(out: string, run: string, scenario = 'shop'): Promise<string> {
  const folder = folderOf(out, run);
  const state = { run, scenario, left: 1000, services: ['web'], edges: [] };
  const server = await serveControl(folder, { 'GET /state': async () => state }, systemClock);
  onTestFinished(async () => await server.close());
  return folder;
}

/** What a process leaves that was killed while it was listening. */
async function killed(out: string, run: string): Promise<string> {
  const folder = folderOf(out, run);
  const script = `require('node:net').createServer().listen(${JSON.stringify(join(folder, 'control.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', script]), 'exit');
  return folder;
}

function choose(out: string, named?: string, scenario?: string): Promise<FoundRun> {
  return chooseRun(named, { out, clock: systemClock, signal, ...(scenario !== undefined && { scenario }) });
}

describe('the runs in a folder', () => {
  it('are those in progress and those that are over, newest first', async () => {
    const out = temporaryFolder();
    const old = ended(out, runId(1));
    const now = await live(out, runId(3));
    const between = ended(out, runId(2));
    await killed(out, runId(4));
    folderOf(out, 'notes');
    writeFileSync(join(out, 'a-file'), '');
    const found = await findRuns({ out, clock: systemClock, signal });
    expect(found.map(({ kind, folder }) => [kind, folder])).toEqual([
      ['live', now],
      ['ended', between],
      ['ended', old],
    ]);
  });

  it('are without what is impaired by hand, which has a socket too', async () => {
    const out = temporaryFolder();
    const folder = folderOf(out, runId(1, 'by-hand'));
    const server = await serveControl(folder, { 'GET /': async () => ({ run: 'x' }) }, systemClock);
    onTestFinished(async () => await server.close());
    expect(await findRuns({ out, clock: systemClock, signal })).toEqual([]);
  });
});

describe('the run that is meant', () => {
  it('is the one in progress, or else the last that is over', async () => {
    const out = temporaryFolder();
    ended(out, runId(1));
    const last = ended(out, runId(5));
    expect(await choose(out)).toEqual({ kind: 'ended', folder: last });
    const now = await live(out, runId(3));
    expect(await choose(out)).toMatchObject({ kind: 'live', folder: now, state: { services: ['web'] } });
  });

  it('is over once its process was killed, if it left a result', async () => {
    const out = temporaryFolder();
    const folder = await killed(out, runId(1));
    ended(out, runId(1));
    expect(await choose(out)).toEqual({ kind: 'ended', folder });
  });

  it('has to be named where several are in progress', async () => {
    const out = temporaryFolder();
    await live(out, runId(1));
    const second = await live(out, runId(2, 'votes'), 'votes');
    await expect(choose(out)).rejects.toMatchObject({
      code: 'several-runs',
      exitCode: 2,
      message: `2 runs are in progress: \`${runId(2, 'votes')}\`, \`${runId(1)}\``,
      hint: `say which one with \`--run ${runId(2, 'votes')}\``,
    });
    expect(await choose(out, undefined, 'votes')).toMatchObject({ folder: second });
    expect(await choose(out, runId(2, 'votes'))).toMatchObject({ folder: second });
  });

  it('can be named by its id, its folder or its result', async () => {
    const out = temporaryFolder();
    const folder = ended(out, runId(1));
    await live(out, runId(2));
    for (const named of [runId(1), folder, join(folder, 'result.json')]) {
      expect(await choose(out, named)).toEqual({ kind: 'ended', folder });
    }
  });

  it('can be the last of one scenario', async () => {
    const out = temporaryFolder();
    const folder = ended(out, runId(1, 'last-mile'));
    ended(out, runId(2, 'mile'));
    expect(await choose(out, undefined, 'last-mile')).toEqual({ kind: 'ended', folder });
    await expect(choose(out, undefined, 'votes')).rejects.toMatchObject({
      message: expect.stringContaining('there is no run of `votes`'),
    });
  });

  it('is an error for people where there is none', async () => {
    const out = temporaryFolder();
    const nowhere = join(out, 'nowhere');
    await expect(choose(nowhere)).rejects.toMatchObject({
      code: 'run-not-found',
      exitCode: 2,
      hint: expect.stringContaining('--out'),
    });
    ended(out, runId(1));
    await expect(choose(out, runId(1).replace('shop', 'shpo'))).rejects.toMatchObject({
      code: 'run-not-found',
      hint: `did you mean \`${runId(1)}\`?`,
    });
    await killed(out, runId(2));
    await expect(choose(out, runId(2))).rejects.toMatchObject({
      code: 'run-not-found',
      message: expect.stringContaining('neither'),
    });
  });

  it('is not passed over because it does not answer', async () => {
    const out = temporaryFolder();
    const folder = folderOf(out, runId(1));
    const broken = createServer((socket) => socket.end('hello\n')).listen(join(folder, 'control.sock'));
    onTestFinished(() => void broken.close());
    await once(broken, 'listening');
    await expect(choose(out)).rejects.toMatchObject({ code: 'control-failed', exitCode: 3 });
  });
});
