import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { stopEach } from '../../../../src/cli/commands/stop.ts';
import type { Io } from '../../../../src/cli/io.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import type { RunEvent } from '../../../../src/core/events.ts';
import { startTimeOf } from '../../../../src/exec/process-identity.ts';
import { stopRun, type StopOutcome } from '../../../../src/engine/stop/stop-run.ts';
import { leftoversOf, runFolders } from '../../../helpers/leftovers.ts';
import { becomesTrue, fixtureCommand, isAlive, temporaryFolder } from '../../../helpers/processes.ts';
import { startRunner } from '../../../helpers/runner-process.ts';
import { quickStep, runText, type FinishedRun } from '../../../helpers/runs.ts';

/** A second is what is asked for; a machine with other things to do is given more. */
const GENEROUS = 4_000;

const { signal } = new AbortController();

function textOf(name: string): string {
  return `version: 1
name: ${name}
confidence: none
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('serves-with-offspring.mjs'))}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 50/s, requests: [get: /] }
steps:
${quickStep('first')}${quickStep('long', 'impair: { last-mile: { rtt: 20ms } }').replace('for: 1s', 'for: 60s')}${quickStep('later')}`;
}

async function stop(folder: string): Promise<StopOutcome> {
  return await stopRun(folder, { clock: systemClock, signal, tell: () => {} });
}

/** Runs until this is told of, then stops it as often. */
async function stopAt(
  isMoment: (event: RunEvent) => boolean,
  { times = 1, text = textOf('stopped') }: { readonly times?: number; readonly text?: string } = {},
): Promise<{ readonly run: FinishedRun; readonly outcomes: readonly StopOutcome[] }> {
  const out = temporaryFolder();
  const asked: Promise<StopOutcome>[] = [];
  const run = await runText(text, {
    out,
    onEvent: (event) => {
      if (!isMoment(event) || asked.length > 0) return;
      for (const folder of runFolders(out)) {
        for (let count = 0; count < times; count += 1) asked.push(stop(folder));
      }
    },
  });
  return { run, outcomes: await Promise.all(asked) };
}

describe('a run that is stopped', () => {
  it('in the middle of a step ends as an interruption and leaves nothing, however often it is asked', async () => {
    const { run, outcomes } = await stopAt(
      (event) => event.kind === 'window.opened' && event.step === 'long',
      { times: 3 },
    );
    expect(outcomes).toHaveLength(3);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ run: run.result.run.id, kind: 'stopped', exitCode: 143 });
    const took = Math.max(...outcomes.map((outcome) => outcome.took));
    process.stdout.write(`everything was put back ${Math.round(took)} ms after the run was asked to stop\n`);
    expect(took).toBeLessThan(GENEROUS);
    expect(run.bug).toBeUndefined();
    expect(run.result).toMatchObject({
      verdict: 'error',
      exitCode: 143,
      interrupted: 'scenario stop',
      errors: [{ code: 'interrupted', message: 'stopped by `scenario stop`' }],
      undo: { ok: true },
      stopped: {
        planned: 3,
        unfinished: expect.arrayContaining([expect.objectContaining({ name: 'long' })]),
      },
    });
    expect(leftoversOf(run.folder)).toEqual([]);
    expect(await stop(run.folder)).toMatchObject({ kind: 'over', exitCode: 143 });
  });

  it('while its services start goes no further', async () => {
    const { run, outcomes } = await stopAt(({ kind }) => kind === 'service.started');
    expect(outcomes).toMatchObject([{ kind: 'stopped', exitCode: 143 }]);
    expect(run.events.map(({ kind }) => kind)).not.toContain('window.opened');
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('while it is undone already keeps what it came to', async () => {
    const first = await stopAt(({ kind }) => kind === 'undo.started', {
      text: textOf('undone').replace('for: 60s', 'for: 1s'),
    });
    expect(first.outcomes).toMatchObject([{ kind: 'stopped', exitCode: first.run.result.exitCode }]);
    expect(first.run.result.interrupted).toBeUndefined();
  });
});

describe('a run that does not answer', () => {
  it('is sent a signal', async () => {
    const runner = startRunner();
    expect(await runner.says('ready')).toBe(true);
    expect(existsSync(join(runner.folder, 'control.sock'))).toBe(false);
    const stopping = stop(runner.folder).catch((error: unknown) => error);
    // This runner undoes nothing by itself: SIGTERM ends it.
    expect(await becomesTrue(() => !isAlive(runner.child.pid ?? 0), 10_000)).toBe(true);
    expect(await stopping).toMatchObject({ code: 'run-not-undone', exitCode: 3 });
  });

  it('because it was killed is for `scenario cleanup`', async () => {
    const folder = planted(KILLED, true);
    await expect(stop(folder)).rejects.toMatchObject({
      code: 'run-not-undone',
      exitCode: 3,
      hint: `run \`scenario cleanup ${folder}\``,
    });
    const done = planted(KILLED, false);
    expect(await stop(done)).toMatchObject({ kind: 'over' });
  });
});

describe('several runs', () => {
  it('are stopped at once, and those that are over are not told of', async () => {
    const out = temporaryFolder();
    const texts: string[] = [];
    const both = Promise.all(['one', 'two'].map((name) => runText(textOf(name), { out })));
    expect(await becomesTrue(() => liveIn(out).length === 2, 20_000)).toBe(true);
    const over = planted(LIVES, false, 0);
    const io = ioInto(texts);
    expect(await stopEach([...runFolders(out), over], { io, signal, named: false, output: 'text' })).toBe(0);
    expect(texts).toHaveLength(2);
    for (const text of texts)
      expect(text).toMatch(
        /^run \d+T\d+Z-(?:one|two)-.*: stopped and everything put back after .*, exit code 143\n$/,
      );
    expect((await both).map(({ result }) => result.exitCode)).toEqual([143, 143]);
    for (const folder of runFolders(out)) expect(leftoversOf(folder)).toEqual([]);
    expect(await stopEach([...runFolders(out), over], { io, signal, named: false, output: 'text' })).toBe(0);
    expect(texts.slice(2)).toEqual(['nothing is running\n']);
  });

  it('are told of as JSON, each with what became of it, and standard output holds nothing else', async () => {
    const [out, err]: [string[], string[]] = [[], []];
    const io = ioInto(out, err);
    const over = planted(LIVES, false, 0);
    const killed = planted(KILLED, true);
    const named = { io, signal, named: true, output: 'json' } as const;
    expect(await stopEach([over, killed], named)).toBe(3);
    const [text = '', ...more] = out;
    expect(more).toEqual([]);
    const run = '20261122T100000Z-planted-3f9a';
    const message = `run ${run} was killed, and not all that it did is undone`;
    expect(JSON.parse(text)).toEqual({
      runs: [
        { run, status: 'over', exitCode: 0, seconds: null, error: null, folder: over },
        {
          run,
          status: 'failed',
          exitCode: null,
          seconds: null,
          error: { code: 'run-not-undone', message },
          folder: killed,
        },
      ],
    });
    expect(err.join('')).toContain(`error run-not-undone: ${message}`);
    expect(await stopEach([over], { ...named, named: false })).toBe(0);
    expect(out.slice(1)).toEqual(['{\n  "runs": []\n}\n']);
  });
});

const LIVES = { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
const KILLED = { pid: process.pid, startTime: '1@another-boot' };

function ioInto(out: string[], err = out): Io {
  return {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    ready: async () => true,
    keys: () => () => {},
    isTerminal: false,
    colour: false,
    columns: () => 100,
    rows: () => 24,
    env: {},
  };
}

function liveIn(out: string): string[] {
  return runFolders(out).filter((folder) => existsSync(join(folder, 'control.sock')));
}

/** A folder with the journal of a run. */
function planted(
  runner: { readonly pid: number; readonly startTime: string },
  pending: boolean,
  exitCode?: number,
): string {
  const out = temporaryFolder();
  const folder = join(out, '20261122T100000Z-planted-3f9a');
  mkdirSync(folder);
  const inverse = { kind: 'end-process', service: 'shop', marker: { SQUALL_RUN: 'planted' } };
  const lines = [
    {
      kind: 'run.started',
      run: '20261122T100000Z-planted-3f9a',
      scenario: 'planted',
      version: '0.1.0',
      ...runner,
    },
    ...(pending ? [{ kind: 'effect.intended', id: 'service shop', inverse }] : []),
    ...(exitCode === undefined ? [] : [{ kind: 'run.ended', exitCode }]),
  ];
  const text = lines
    .map((line) => `${JSON.stringify({ at: '2026-11-22T10:00:00.000Z', ...line })}\n`)
    .join('');
  writeFileSync(join(folder, 'journal.jsonl'), text);
  return folder;
}
