import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { createMasker } from '../../../../src/core/mask.ts';
import { isGroupAlive } from '../../../../src/exec/group-signals.ts';
import { findMarked } from '../../../../src/exec/marked-processes.ts';
import { createCommandGenerator } from '../../../../src/load/command/generator.ts';
import type { CommandLoadSpec, RunningLoad } from '../../../../src/load/load.ts';
import { RecordingSink } from '../builtin/recording-sink.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'squall-command-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A load that runs a program of Node's, with `tell` and `wait` at hand. */
function node(program: string, changes: Partial<CommandLoadSpec> = {}): CommandLoadSpec {
  const helpers = `
    const tell = (line) => console.log(JSON.stringify(line));
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;
  return {
    kind: 'command',
    name: 'visitors',
    argv: [process.execPath, '--input-type=module', '--eval', helpers + program],
    env: { PATH: process.env['PATH'] ?? '', SQUALL_TEST: folder },
    cwd: folder,
    duration: 0,
    log: path.join(folder, 'visitors.log'),
    policy: 'server-errors',
    metrics: [],
    sampleTags: [],
    ...changes,
  };
}

interface Run {
  readonly sink: RecordingSink;
  readonly epoch: number;
  readonly running: RunningLoad;
}

async function start(spec: CommandLoadSpec): Promise<Run> {
  const sink = new RecordingSink();
  const epoch = systemClock.now();
  const running = await createCommandGenerator().start([spec], epoch, sink);
  return { sink, epoch, running };
}

async function runToEnd(spec: CommandLoadSpec): Promise<Run> {
  const run = await start(spec);
  while (run.sink.ends.length === 0) await systemClock.sleep(20);
  await run.running.stop();
  return run;
}

describe('a command as a load', () => {
  it('tells of its requests and of metrics of its own, and the rest goes to its log', async () => {
    const { sink, epoch } = await runToEnd(
      node(
        `tell({ sample: 'GET /', at: Date.now(), ms: 5, status: 200, tags: { shop: 'one', more: 'x' } });
         tell({ sample: 'GET /', at: new Date().toISOString(), ms: 7, error: 'no route' });
         tell({ sample: 'GET /', at: Date.now(), ms: 7, status: 503 });
         tell({ metric: 'depth', at: Date.now(), value: 3, type: 'gauge', tags: { queue: 'a' } });
         tell({ metric: 'depth', at: Date.now(), value: 4, type: 'gauge', tags: { queue: 'b' } });
         console.log('hello'); console.error('hunter2');`,
        {
          sampleTags: ['shop'],
          metrics: [{ metric: 'depth', tags: { queue: 'b' } }],
          mask: createMasker(['hunter2']),
        },
      ),
    );
    const now = systemClock.now();
    expect(sink.programs).toEqual(['node']);
    expect(sink.failures).toEqual([]);
    expect(sink.all).toEqual([
      expect.objectContaining({ name: 'GET /', status: 200, ok: true, tags: { shop: 'one' } }),
      expect.objectContaining({ status: 0, ok: false, failure: 'other', detail: 'no route' }),
      expect.objectContaining({ status: 503, ok: false, failure: 'status' }),
    ]);
    for (const { due, end } of sink.all) {
      expect(end - due).toBeCloseTo(due === sink.all[0]?.due ? 5 : 7, 6);
      expect(due).toBeGreaterThan(epoch - 2);
      expect(due).toBeLessThan(now);
    }
    expect(sink.metrics).toEqual([{ name: 'depth', type: 'gauge', contains: 'default' }]);
    expect(sink.measured.map(({ wanted, value }) => [wanted, ...value])).toEqual([[0, 4]]);
    expect(readFileSync(path.join(folder, 'visitors.log'), 'utf8').split('\n').toSorted()).toEqual([
      '',
      '***',
      'hello',
    ]);
    expect(sink.ends).toEqual([expect.objectContaining({ exit: { code: 0, signal: null }, stopped: false })]);
  });

  it('has a thousand metrics of its own at most, beside those that are asked for', async () => {
    const { sink } = await runToEnd(
      node(`for (let n = 0; n < 1500; n += 1) tell({ metric: 'm' + n, at: Date.now(), value: n });`, {
        metrics: [{ metric: 'm1400', tags: {} }],
      }),
    );
    expect(sink.metrics).toHaveLength(1001);
    expect(sink.metrics.at(-1)?.name).toBe('m1400');
    expect(sink.measured.map(({ value }) => [...value])).toEqual([[1400]]);
  });

  it('is stopped when the steps are over, with all that it has started', async () => {
    const { sink, running } = await start(
      node(
        `import { spawn } from 'node:child_process';
         spawn('sleep', ['600']);
         tell({ sample: 'GET /', at: Date.now(), ms: 1, status: 200 });
         await wait(600000);`,
        { duration: 10_000 },
      ),
    );
    while (sink.all.length === 0) await systemClock.sleep(20);
    const [leader] = findMarked({ SQUALL_TEST: folder });
    await running.stop();
    expect(sink.failures).toEqual([]);
    expect(sink.ends).toEqual([expect.objectContaining({ stopped: true })]);
    expect(isGroupAlive(leader?.group ?? 0)).toBe(false);
    expect(findMarked({ SQUALL_TEST: folder })).toEqual([]);
  });

  it.each([
    [
      'load-command-failed',
      `console.error('no such host'); process.exit(3);`,
      'exited with code 3',
      'no such host',
    ],
    [
      'load-command-failed',
      `process.kill(process.pid, 'SIGKILL'); await wait(1000);`,
      'was killed by SIGKILL',
      '',
    ],
    ['load-ended-early', `console.log('done');`, 'before the last step', 'done'],
    ['load-lines', `console.log('{"sample":"GET /","at":17');`, '{"sample":"GET /","at":17', 'docs/load.md'],
  ])('says %s: %s', async (code, program, message, hint) => {
    const { sink } = await runToEnd(node(program, { duration: 60_000 }));
    expect(sink.failures).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code, exitCode: 4 }) }),
    ]);
    expect(sink.failures[0]?.reason).toContain(message);
    expect(sink.failures[0]?.error?.hint).toContain(hint);
  });

  it.each([
    ['has ended before', 1],
    ['has only begun before', 1700],
  ])('says load-lines-late for what %s its step was over, when that is judged', async (_, ms) => {
    const { sink, running } = await start(
      node(`const at = Date.now(); await wait(1800); tell({ sample: 'GET /', at, ms: ${ms}, status: 200 });`),
    );
    await running.settled(300);
    while (sink.ends.length === 0) await systemClock.sleep(20);
    expect(sink.failures).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: 'load-lines-late' }) }),
    ]);
  });

  it('is waited for when it tells of requests: a slow one belongs to the step in which it began', async () => {
    const { sink, running } = await start(
      node(
        `const at = Date.now();
         tell({ sample: 'GET /', at, ms: 1, status: 200 });
         await wait(1800);
         tell({ sample: 'GET /slow', at, ms: 1800, status: 200 });`,
      ),
    );
    await running.settled(300);
    expect(sink.all.map(({ name }) => name)).toEqual(['GET /', 'GET /slow']);
    expect(sink.failures).toEqual([]);
  });

  it('says which program is not there', async () => {
    await expect(start(node('', { argv: ['squall-no-such-program'] }))).rejects.toMatchObject({
      code: 'command-not-found',
      exitCode: 3,
    });
  });
});
