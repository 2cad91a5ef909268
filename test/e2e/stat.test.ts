import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import type { RunResult } from '../../src/core/result.gen.ts';
import { runCli, startCli, type CliExit, type CliProcess } from '../helpers/cli.ts';
import { runFolders } from '../helpers/leftovers.ts';

/** Every fifth vote fails, and the web hands on what it is answered. */
const SERVICE = `import { createServer, get } from 'node:http';
const { NEXT, PORT } = process.env;
let votes = 0;
createServer((request, response) => {
  const end = (status) => response.writeHead(status).end();
  if (request.url === '/health') end(200);
  else if (NEXT === undefined) end(++votes % 5 === 0 ? 503 : 200);
  else get(NEXT, (answer) => answer.resume().on('end', () => end(answer.statusCode))).on('error', () => end(502));
}).listen(Number(PORT), '127.0.0.1');
`;

const SCENARIO = `version: 1
name: votes
confidence: none
services:
  voting:
    start: { command: ["${process.execPath}", service.mjs], env: { PORT: "\${port}" } }
    ready: { get: /health }
  web:
    start: { command: ["${process.execPath}", service.mjs], env: { PORT: "\${port}", NEXT: "\${edges.web-voting.url}" } }
    ready: { get: /health }
edges:
  bot-web: { from: bot, to: web }
  web-voting: { from: web, to: voting }
load:
  bot:
    through: bot-web
    rate: 40/s
    requests: [{ get: /, name: vote }]
steps:
  - name: baseline
    for: 9s
    settle: 1s
    expect: ["success(bot) >= 70%"]
  - name: slow
    for: 3s
    settle: 1s
    impair: { web-voting: { rtt: 40ms } }
    expect: ["success(bot) >= 70%"]
`;

interface Row {
  readonly name: string;
  readonly n: number;
  readonly success: number;
  readonly seconds: number;
  readonly step?: string;
}

function rowsOf({ stdout }: CliExit): readonly Row[] {
  return stdout === '' ? [] : JSON.parse(stdout);
}

/** The folder of the run below `out`, once it can be asked. */
async function inProgress(out: string): Promise<string> {
  for (;;) {
    const folder = runFolders(out).find((path) => existsSync(join(path, 'control.sock')));
    if (folder !== undefined) return folder;
    await systemClock.sleep(50);
  }
}

describe('`scenario stat`', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'squall-stat-'));
  let run: CliProcess;
  let live: { readonly stat: CliExit; readonly edges: CliExit };
  let ended: CliExit;

  async function ask(...args: readonly string[]): Promise<CliExit> {
    return await runCli(args, { cwd });
  }

  /** Asks until it has been answered 20 requests. */
  async function askLive(): Promise<CliExit> {
    await inProgress(join(cwd, 'runs'));
    for (;;) {
      const exit = await ask('stat', '--to', 'voting', '-o', 'json', '-t', '1h');
      if (exit.code !== 0 || rowsOf(exit).some(({ n }) => n >= 20)) return exit;
    }
  }

  beforeAll(async () => {
    writeFileSync(join(cwd, 'service.mjs'), SERVICE);
    writeFileSync(join(cwd, 'votes.yaml'), SCENARIO);
    run = startCli(['run', 'votes.yaml', '-q'], { cwd });
    const stat = await askLive();
    live = { stat, edges: await ask('edges') };
    ended = await run.exited;
  });

  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  function result(): RunResult {
    return JSON.parse(readFileSync(join(runFolders(join(cwd, 'runs'))[0]!, 'result.json'), 'utf8'));
  }

  it('shows of a run in progress who asks a service, and how that goes', () => {
    expect(live.stat.code).toBe(0);
    const [row, ...others] = rowsOf(live.stat);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      namespace: 'votes',
      kind: 'service',
      name: 'web',
      source: 'web',
      dest: 'voting',
      meshed: '1/1',
    });
    expect(row!.seconds).toBeGreaterThan(0);
    expect(row!.seconds).toBeLessThan(60);
    // Of any stretch of them every fifth fails, give or take one at its ends.
    expect(Math.abs(row!.success - 0.8) * row!.n).toBeLessThan(2);
  });

  it('has `scenario edges` beside it, of the same run', () => {
    expect(live.edges.stdout).toMatch(
      /^SRC +DST +EDGE +PROTOCOL +DRIVER +IMPAIRED +OPEN +REQUESTS +SUCCESS +UP +DOWN$/m,
    );
    expect(live.edges.stdout).toMatch(/^web +voting +web-voting +http +proxy .* \d+ +\d+ +\d\d\.\d\d% /m);
  });

  it('shows of the run when it is over what its result has counted, by step', async () => {
    // On a busy machine the generator can be late, which is not what this is about.
    expect([0, 6]).toContain(ended.code);
    const { steps } = result();
    const rows = rowsOf(await ask('stat', '--from', 'web', '-o', 'json'));
    const counted = steps.map(({ name, subjects }) => {
      const edge = subjects.find((subject) => subject.name === 'web-voting')!;
      return { step: name, n: edge.n, success: edge.success };
    });
    expect(rows.map(({ step, n, success }) => ({ step, n, success }))).toEqual(counted);
    expect(counted[0]!.n).toBeGreaterThan(200);
    const { stdout } = await ask('stat', 'web', '--step', 'baseline', '-o', 'wide');
    expect(stdout).toMatch(
      /^NAME {3}MESHED {3}SUCCESS .*LATENCY_P99 +N +CI95 +WINDOW\nweb +1\/1 +[78]\d\.\d\d% .* 8s\n$/,
    );
    expect(stdout).toContain(` ${steps[0]!.subjects.find(({ name }) => name === 'bot-web')!.n} `);
  });

  it('says so without traffic, which is no failure', async () => {
    expect(await ask('stat', '--from', 'voting')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No traffic found.\n',
    });
    expect(await ask('stat', '--from', 'voting', '-o', 'json')).toMatchObject({
      code: 0,
      stdout: '[]\n',
      stderr: '',
    });
  });

  it('shows all runs in progress, or says that there is none', async () => {
    const { code, stderr } = await ask('stat', '-A');
    expect([code, stderr]).toEqual([2, expect.stringContaining('no run in `runs` is in progress')]);
  });

  it('finds nothing of a run that was killed', async () => {
    const killed = startCli(['run', 'votes.yaml', '-q', '--out', 'killed'], { cwd });
    const folder = await inProgress(join(cwd, 'killed'));
    expect((await ask('stat', '-A', '--out', 'killed')).stdout).toMatch(
      /^NAMESPACE +NAME .*\nvotes +voting /,
    );
    killed.kill('SIGKILL');
    await killed.exited;
    expect(existsSync(join(folder, 'control.sock'))).toBe(true);
    const { code, stderr } = await ask('stat', '--out', 'killed');
    expect([code, stderr]).toEqual([2, expect.stringContaining('error run-not-found')]);
  });
});
