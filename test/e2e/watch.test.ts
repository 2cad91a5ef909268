import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCli, startCli, type CliExit, type CliProcess } from '../helpers/cli.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/scenario.js');
/** Longer than what is asked of it takes on a busy machine. */
const STEP = '35s';
const WITHIN = 120_000;

const SERVER = `import { createServer } from 'node:http';
createServer(({ url }, response) => {
  response.writeHead(url.startsWith('/failed') ? 503 : 200).end('x'.repeat(100));
}).listen(process.env.PORT, '127.0.0.1');
`;

const scenario = (door: number): string => `version: 1
name: watched
confidence: none
services:
  shop:
    start: { command: [node, server.mjs], env: { PORT: "\${port}" } }
    ready: { get: / }
edges:
  front: { from: shoppers, to: shop }
  door: { from: outside, to: shop, listen: "127.0.0.1:${door}" }
load:
  shoppers:
    through: front
    rate: 100/s
    requests:
      - { get: /items/17, name: item, weight: 9 }
      - { get: /failed, name: failed, weight: 1 }
steps:
  - name: only
    for: ${STEP}
    expect:
      - p95(shoppers) < 10s
      - success(shoppers) >= 50%
`;

const cwd = mkdtempSync(join(tmpdir(), 'squall-watch-'));
let door = 0;
let run: CliProcess;

beforeAll(async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  door = typeof address === 'object' ? (address?.port ?? 0) : 0;
  taken.close();
  writeFileSync(join(cwd, 'server.mjs'), SERVER);
  writeFileSync(join(cwd, 'watched.yaml'), scenario(door));
  mkdirSync(join(cwd, 'runs'));
  run = startCli(['run', 'watched.yaml'], { cwd });
  // Until it is in progress there is nothing to watch.
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await watch('tap', '--count', '1')).code === 0) return;
  }
  throw new Error('the run did not begin');
}, WITHIN);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function watch(...args: readonly string[]): Promise<CliExit> {
  return await runCli(args, { cwd });
}

function jsonLines({ stdout }: CliExit): Readonly<Record<string, unknown>>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

describe('a run that is watched', () => {
  it(
    'tells of its requests, as text and as JSON',
    async () => {
      const text = await watch('tap', '--edge', 'front', '--count', '5');
      expect(text).toMatchObject({ code: 0, stderr: expect.stringMatching(/^5 requests shown/) });
      const lines = text.stdout.trim().split('\n');
      expect(lines).toHaveLength(5);
      for (const line of lines) {
        expect(line).toMatch(
          /^\d\d:\d\d:\d\d\.\d{3}Z {2}shoppers -> shop {2}GET {2}\/(?:items\/17|failed {2}) {2}(?:200|503) {2}latency [\d.]+[mu]?s +first byte [\d.]+[mu]?s$/,
        );
      }
      const json = await watch(
        'tap',
        '--failed',
        '--status',
        '5xx',
        '--path',
        '/fail',
        '--count',
        '2',
        '-o',
        'json',
      );
      expect(jsonLines(json)).toHaveLength(2);
      expect(jsonLines(json)[0]).toEqual({
        source: 'shoppers',
        destination: 'shop',
        edge: 'front',
        method: 'GET',
        path: '/failed',
        status: 503,
        grpc_status: null,
        latency_ms: expect.any(Number),
        first_byte_ms: expect.any(Number),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        ok: false,
        failure: 'status 503',
        reset: null,
      });
    },
    WITHIN,
  );

  it(
    'tells no faster than asked, and how many it left out',
    async () => {
      const begin = performance.now();
      const tapped = await watch('tap', '--max-rps', '20', '--for', '3s', '-o', 'json');
      const seconds = (performance.now() - begin) / 1000;
      expect(jsonLines(tapped).length).toBeGreaterThan(20);
      expect(jsonLines(tapped).length).toBeLessThanOrEqual(1 + 20 * seconds);
      expect(tapped.stderr).toMatch(/^\d+ requests shown, [\d,]+ left out beyond 20 lines a second/);
    },
    WITHIN,
  );

  it(
    'lets no path write on the terminal',
    async () => {
      const tapping = startCli(['tap', '--edge', 'door', '--count', '1', '--for', '20s'], { cwd });
      // A path of HTTP/2 may hold what HTTP/1.1 refuses, such as the one byte that begins a control sequence.
      const asking = setInterval(() => {
        const client = connect(`http://127.0.0.1:${door}`);
        client.on('error', () => {});
        const asked = client.request({ ':path': '/a\x9b31mb' }).on('error', () => {});
        asked.on('close', () => client.destroy()).end();
      }, 300);
      const { code, stdout } = await tapping.exited;
      clearInterval(asking);
      expect(code).toBe(0);
      expect(stdout).toMatch(/outside -> shop {2}GET {2}\/a.*b/);
      // eslint-disable-next-line no-control-regex
      expect(stdout.trimEnd()).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
    },
    WITHIN,
  );

  it(
    'has a table of who asks what, once or every second',
    async () => {
      const table = await watch('top', '--once', '--edge', 'front', '--sort', 'success');
      expect(table).toMatchObject({ code: 0, stderr: '' });
      expect(table.stdout.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
        [
          'SOURCE',
          'DESTINATION',
          'METHOD',
          'PATH',
          'COUNT',
          'RPS',
          'BEST',
          'P50',
          'WORST',
          'LAST',
          'SUCCESS',
        ],
        [
          'shoppers',
          'shop',
          'GET',
          '/failed',
          ...Array.from({ length: 6 }, () => expect.any(String)),
          '0.00%',
        ],
        [
          'shoppers',
          'shop',
          'GET',
          '/items/:id',
          ...Array.from({ length: 6 }, () => expect.any(String)),
          '100.00%',
        ],
        [''],
      ]);
      const tables = jsonLines(
        await watch('top', '--raw-paths', '--path', '/items', '--for', '3s', '-o', 'json'),
      );
      expect(tables).toHaveLength(3);
      const { rows } = tables[2]!;
      expect(rows).toMatchObject([{ edge: 'front', path: '/items/17', success: 1 }]);
    },
    WITHIN,
  );

  it(
    'ends with a reader who has had enough, and with Ctrl-C',
    async () => {
      const child = spawn(process.execPath, [PROGRAM, 'tap'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
      child.stdout.once('data', () => child.stdout.destroy());
      expect(await once(child, 'exit')).toEqual([0, null]);
      const tapping = spawn(process.execPath, [PROGRAM, 'tap'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
      tapping.stdout.once('data', () => tapping.kill('SIGINT'));
      expect(await once(tapping, 'exit')).toEqual([0, null]);
    },
    WITHIN,
  );

  it(
    'passes as it would without them, also beside a reader who has stopped, and tells all that it is over',
    async () => {
      const before = memoryOf(run.pid);
      const stopped = startCli(['tap', '--max-rps', '0'], { cwd });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      stopped.kill('SIGSTOP');
      const watching = startCli(['tap', '--max-rps', '1'], { cwd });
      const looking = startCli(['top', '-o', 'json'], { cwd });
      let most = 0;
      const measuring = setInterval(() => {
        try {
          most = Math.max(most, memoryOf(run.pid));
        } catch {
          clearInterval(measuring);
        }
      }, 500);
      const { code, stdout, stderr } = await run.exited;
      clearInterval(measuring);
      // A machine that is too busy for its load is told apart from a run that watchers disturb.
      expect([stdout.includes('the generator sent late') ? 0 : code, stderr]).toEqual([0, '']);
      expect(most - before).toBeLessThan(100);
      expect(await watching.exited).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/^the run has ended: \d+ requests shown/),
      });
      expect(await looking.exited).toMatchObject({ code: 0, stderr: 'the run has ended\n' });
      stopped.kill('SIGKILL');
      expect(await watch('tap')).toMatchObject({ code: 3, stdout: '' });
    },
    WITHIN,
  );
});
