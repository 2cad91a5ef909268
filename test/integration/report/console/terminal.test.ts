import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSource, type CompiledSource } from '../../../helpers/compiled-source.ts';
import { failingRun, interruptedRun, type RecordedRun } from '../../../helpers/recorded-run.ts';
import { createVirtualScreen } from '../../../helpers/virtual-screen.ts';

const REPLAY = join(import.meta.dirname, '..', '..', '..', 'helpers', 'replay-events.mjs');
const hasScript = spawnSync('script', ['--version']).status === 0;

let compiled: CompiledSource;
let folder: string;

beforeAll(() => {
  compiled = compileSource('report/console/create-console.ts');
  folder = mkdtempSync(join(tmpdir(), 'squall-console-'));
});

afterAll(() => {
  compiled[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

function keep(name: string, { events, result }: RecordedRun): string {
  const run = join(folder, name);
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'events.jsonl'), events.map((stamped) => JSON.stringify(stamped)).join('\n'));
  writeFileSync(join(run, 'result.json'), JSON.stringify(result));
  return run;
}

interface Shown {
  readonly code: unknown;
  readonly bytes: string;
  readonly lines: readonly string[];
}

interface Terminal {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Presses Ctrl-C as soon as this is on the screen. */
  readonly interruptAt?: string;
}

/** Replays a run on a pseudo-terminal of that size, 60 times as fast. */
async function replay(run: string, { columns, rows, env = {}, interruptAt }: Terminal): Promise<Shown> {
  const command = `stty cols ${columns} rows ${rows} && exec '${process.execPath}' '${REPLAY}' '${run}' --speed 60 --dist '${compiled.folder}'`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let bytes = '';
  let isInterrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    bytes += text;
    if (interruptAt === undefined || isInterrupted || !bytes.includes(interruptAt)) return;
    isInterrupted = true;
    child.stdin.write('\x03');
  });
  const [code] = (await once(child, 'close')) as unknown[];
  const screen = createVirtualScreen(columns, rows);
  screen.write(bytes);
  return { code, bytes, lines: screen.lines() };
}

describe.skipIf(!hasScript)('a run on a real terminal (needs script of util-linux)', () => {
  it.each([
    { columns: 100, rows: 40 },
    { columns: 80, rows: 24 },
    { columns: 40, rows: 20 },
  ])('leaves one list and the closing words at $columns x $rows', async (size) => {
    const { code, lines } = await replay(keep('failing', failingRun()), size);
    expect(code).toBe(0);
    expect(lines.filter((line) => line.startsWith('✔ PASS baseline'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('✖ FAIL 3g'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('▶'))).toEqual([]);
    expect(lines.filter((line) => line.startsWith(' FAIL  last-mile'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^junit: {2}\S|junit\.xml$/);
  });

  it('never hides the cursor, so that no end of the process can leave it hidden', async () => {
    const { bytes } = await replay(keep('interrupted', interruptedRun()), { columns: 80, rows: 24 });
    expect(bytes).not.toContain('\x1b[?25');
    expect(bytes).toContain('\x1b[35m✖ UNDO FAILED:\x1b[39m');
  });

  it('leaves signals to the process: Ctrl-C ends it as if nothing watched', async () => {
    const terminal = { columns: 80, rows: 24, interruptAt: '3g:' };
    const { code, lines } = await replay(keep('failing', failingRun()), terminal);
    expect(code).toBe(128 + 2);
    expect(lines.join('\n')).not.toContain('last-mile: 3 steps in');
  });

  it('shows no colour under NO_COLOR, but the same words', async () => {
    const terminal = { columns: 80, rows: 24, env: { NO_COLOR: '1' } };
    const { bytes, lines } = await replay(keep('failing', failingRun()), terminal);
    // eslint-disable-next-line no-control-regex
    expect(bytes).not.toMatch(/\x1b\[[\d;]*m/);
    expect(lines).toContain('FAIL last-mile: 3 steps in 61.8s, exit code 1');
  });
});
