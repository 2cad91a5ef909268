import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { runsListCommand, type RunsListOptions } from '../../../src/cli/commands/runs-list.ts';
import { runsPruneCommand, type RunsPruneOptions } from '../../../src/cli/commands/runs-prune.ts';
import { processIo, type Io } from '../../../src/cli/io.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { failingResult, passingResult } from '../../helpers/results.ts';
import { effectOf, runBegan, writeRunFolder } from '../../helpers/written-runs.ts';

const IO = processIo();
const NEVER = new AbortController().signal;

const PASSED = '20261121T213000Z-cart-0a01';
const FAILED = '20261120T213000Z-cart-0a02';
const OLDEST = '20251120T213000Z-cart-0a03';
const CRASHED = '20261119T213000Z-home-0a04';
const RUNNING = '20261118T213000Z-home-0a05';
const BY_HAND = '20261117T213000Z-by-hand-0a06';

/** One run of each kind, and much that is none. */
function folderOfRuns(): string {
  const out = join(temporaryFolder(), 'runs');
  const { scenario } = passingResult();
  const cart = { ...scenario, name: 'cart', tags: ['pr', 'night'] };
  writeRunFolder(out, { id: PASSED, result: { scenario: cart } });
  writeRunFolder(out, {
    id: FAILED,
    result: { ...failingResult(), run: { ...failingResult().run, id: FAILED }, scenario: cart },
  });
  writeRunFolder(out, { id: OLDEST, journal: false, result: { scenario: cart } });
  writeRunFolder(out, { id: CRASHED, journal: [runBegan(CRASHED), effectOf(CRASHED)], result: false });
  writeRunFolder(out, { id: RUNNING, journal: [runBegan(RUNNING, 'lives')], result: false });
  writeRunFolder(out, {
    id: BY_HAND,
    journal: [runBegan(BY_HAND), { kind: 'run.ended', exitCode: 0 }],
    result: false,
  });
  return out;
}

const FOREIGN = [
  '20261101T213000Z-empty-0b01',
  '20261101T213000Z-renamed-0b02',
  'notes',
  '20261101T213000Z-linked-0b03',
];

function addForeign(out: string): void {
  mkdirSync(join(out, FOREIGN[0]!));
  renameSync(writeRunFolder(out, { id: '20261101T213000Z-moved-0b09' }), join(out, FOREIGN[1]!));
  mkdirSync(join(out, 'notes'));
  writeFileSync(join(out, 'notes', 'journal.jsonl'), '');
  writeFileSync(join(out, 'index.html'), '');
  const elsewhere = join(out, '..', 'elsewhere');
  symlinkSync(writeRunFolder(elsewhere, { id: FOREIGN[3]! }), join(out, FOREIGN[3]!));
}

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function said(command: (io: Io) => Promise<number>): Promise<Said> {
  let out = '';
  let err = '';
  const code = await command({
    ...IO,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
}

async function list(out: string, options: Partial<RunsListOptions> = {}): Promise<Said> {
  return await said((io) => runsListCommand({ out, output: 'table', ...options }, io, NEVER));
}

async function prune(out: string, options: Partial<RunsPruneOptions> = {}): Promise<Said> {
  return await said((io) => runsPruneCommand({ out, output: 'text', ...options }, io, NEVER));
}

function idsOf({ out }: Said): string[] {
  return JSON.parse(out).runs.map(({ run }: { readonly run: string }) => run);
}

describe.runIf(process.platform === 'linux')('scenario runs list', () => {
  it('shows the runs of a folder and nothing else that is in it, newest first', async () => {
    const out = folderOfRuns();
    addForeign(out);
    const { code, out: table, err } = await list(out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows = table
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {3,}/));
    expect(rows[0]).toEqual(['RUN', 'SCENARIO', 'VERDICT', 'STARTED', 'TOOK', 'SIZE', 'TAGS']);
    expect(rows.slice(1).map(([id, scenario, verdict]) => [id, scenario, verdict])).toEqual([
      [PASSED, 'cart', 'pass'],
      [FAILED, 'cart', 'fail'],
      [CRASHED, 'home', 'crashed, needs cleanup'],
      [RUNNING, 'home', 'running'],
      [BY_HAND, 'by-hand', 'ended'],
      [OLDEST, 'cart', 'pass'],
    ]);
    expect(rows[1]!.slice(3)).toEqual([
      '2026-11-21 21:30:00Z',
      '64.1s',
      expect.stringMatching(/ [kM]B$/),
      'pr,night',
    ]);
  });

  it('shows those that are asked for', async () => {
    const out = folderOfRuns();
    const json = { output: 'json' } as const;
    expect(idsOf(await list(out, { ...json, scenario: 'cart' }))).toEqual([PASSED, FAILED, OLDEST]);
    expect(idsOf(await list(out, { ...json, verdict: 'crashed' }))).toEqual([CRASHED]);
    expect(idsOf(await list(out, { ...json, verdict: 'pass', limit: 1 }))).toEqual([PASSED]);
  });

  it('gives programs the same, in figures', async () => {
    const { out: json } = await list(folderOfRuns(), { output: 'json', verdict: 'crashed' });
    expect(JSON.parse(json).runs).toEqual([
      {
        run: CRASHED,
        scenario: 'home',
        status: 'crashed',
        needsCleanup: true,
        started: '2026-11-19T21:30:00.000Z',
        seconds: null,
        bytes: expect.any(Number),
        tags: [],
        leftOut: [],
        folder: expect.stringContaining(CRASHED),
      },
    ]);
  });

  it('says where there is none, also where there is no folder', async () => {
    const missing = join(temporaryFolder(), 'none');
    expect(await list(missing)).toEqual({ code: 0, out: '', err: `no such run in \`${missing}\`\n` });
    expect(await list(missing, { output: 'json' })).toMatchObject({ code: 0, out: '{\n  "runs": []\n}\n' });
  });

  it('takes a run whose socket answers for running, though its process is not to be seen', async () => {
    const out = temporaryFolder();
    const folder = writeRunFolder(out, { id: CRASHED, journal: [runBegan(CRASHED)], result: false });
    expect((await list(out)).out).toContain('   crashed   ');
    const server = createServer((socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n{}'));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(join(folder, 'control.sock'), resolve));
    expect((await list(out)).out).toContain('   running   ');
    expect((await prune(out, { keep: 0 })).out).toContain(`kept: ${CRASHED}: in progress\n0 runs removed`);
  });
});

describe.runIf(process.platform === 'linux')('scenario runs prune', () => {
  it('wants to be told what is old', async () => {
    await expect(prune(folderOfRuns(), { keepFailed: true })).rejects.toMatchObject({
      code: 'nothing-to-prune',
      exitCode: 2,
    });
  });

  it('removes what is old, and leaves what runs, what needs a cleanup, and what is not ours', async () => {
    const out = folderOfRuns();
    addForeign(out);
    const result = await prune(out, { keep: 0 });
    expect(result.code).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual(
      [...FOREIGN, PASSED, CRASHED, RUNNING, 'index.html'].toSorted(),
    );
    expect(readdirSync(join(out, '..', 'elsewhere', FOREIGN[3]!))).toContain('result.json');
    expect(result.out).toContain(`kept: ${CRASHED}: not everything of it is undone: run \`scenario cleanup `);
    expect(result.out).toContain(`kept: ${RUNNING}: in progress\n`);
    expect(result.out).toContain(
      `kept: ${PASSED}: the newest that passed, by which \`--against\` judges the next\n`,
    );
    expect(result.out).toMatch(/\n3 runs removed, \d\S* [kM]B freed, 3 kept\n$/);
  });

  it('only says what it would do in a dry run', async () => {
    const out = folderOfRuns();
    const { out: json } = await prune(out, { keep: 1, dryRun: true, output: 'json' });
    const { removed, kept, dryRun, freed } = JSON.parse(json);
    expect(removed.map(({ run }: { readonly run: string }) => run)).toEqual([FAILED, OLDEST]);
    expect({ kept, dryRun }).toEqual({ kept: 4, dryRun: true });
    expect(freed).toBeGreaterThan(8_000);
    expect(readdirSync(out)).toHaveLength(6);
  });

  it('keeps what did not pass, and other scenarios, where that is asked', async () => {
    const out = folderOfRuns();
    await prune(out, { keep: 0, keepFailed: true, scenario: 'cart' });
    expect(readdirSync(out).toSorted()).toEqual([BY_HAND, RUNNING, CRASHED, FAILED, PASSED]);
  });

  it('removes links in a run and nothing that they lead to', async () => {
    const out = folderOfRuns();
    const precious = join(out, '..', 'precious');
    mkdirSync(precious);
    writeFileSync(join(precious, 'thesis.txt'), 'years of work');
    symlinkSync(precious, join(out, FAILED, 'logs', 'precious'));
    symlinkSync(join(precious, 'thesis.txt'), join(out, FAILED, 'thesis.txt'));
    await prune(out, { keep: 0 });
    expect(existsSync(join(out, FAILED))).toBe(false);
    expect(readdirSync(precious)).toEqual(['thesis.txt']);
  });

  it('leaves a run alone whose journal is a link, or says nothing', async () => {
    const out = temporaryFolder();
    const linked = writeRunFolder(out, { id: PASSED, journal: false, result: false });
    const other = writeRunFolder(join(out, 'other'), { id: PASSED });
    symlinkSync(join(other, 'journal.jsonl'), join(linked, 'journal.jsonl'));
    const damaged = writeRunFolder(out, {
      id: FAILED,
      result: { run: { ...passingResult().run, id: FAILED } },
    });
    writeFileSync(join(damaged, 'journal.jsonl'), 'not a journal\n');
    const result = await prune(out, { keep: 0 });
    expect(result.out).toBe(
      `kept: ${FAILED}: its journal cannot be read, so that nothing says whether all of it is undone\n0 runs removed, 0 B freed, 1 kept\n`,
    );
    expect(existsSync(linked) && existsSync(damaged)).toBe(true);
  });

  it('keeps the runs of a call that is still at its next one', async () => {
    const out = temporaryFolder();
    const journal = [runBegan(PASSED, 'lives'), { kind: 'run.ended', exitCode: 0 }] as const;
    writeRunFolder(out, { id: PASSED, journal });
    expect((await list(out)).out).toContain('   pass   ');
    expect((await prune(out, { keep: 0 })).out).toContain(`kept: ${PASSED}: in progress`);
  });

  it('keeps a result without a journal whose undo failed', async () => {
    const out = temporaryFolder();
    writeRunFolder(out, { id: PASSED, journal: false, result: { undo: { ok: false, failures: [] } } });
    expect((await prune(out, { olderThan: 0 })).out).toContain('0 runs removed');
    expect(existsSync(join(out, PASSED))).toBe(true);
  });
});
