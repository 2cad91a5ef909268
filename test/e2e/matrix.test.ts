import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const SERVER = `require('node:http').createServer((request, response) => {
  response.statusCode = request.url === '/broken' ? 500 : 200;
  response.end();
}).listen(process.env.PORT, '127.0.0.1')`;

/** A check decides that is no measurement, so that a busy machine comes to the same verdicts. */
const SCENARIO = `version: 1
name: grid
matrix:
  path: [/, /cart, /broken]
  rate: [20/s, 40/s]
services:
  shop:
    start: { command: ["${process.execPath}", shop.cjs], env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: "\${matrix.rate}", requests: [get: "\${matrix.path}"] }
steps:
  - name: clear
    for: 700ms
    settle: 100ms
    expect:
      - name: the page is not broken
        run: ["${process.execPath}", -e, "process.exit(process.argv[1] === '/broken' ? 1 : 0)", "\${matrix.path}"]
`;

const KINDS = ['junit', 'index', 'summary'] as const;

/** A report without what differs from run to run: times, ids, and where the run folders are. */
function withoutTimes(text: string): string {
  return text
    .replaceAll(/\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d:?\d\d(?:\.\d+)?Z?(?: UTC)?/g, 'TIME')
    .replaceAll(/TIME-grid-[\da-f]{4}/g, 'RUN')
    .replaceAll(/\b(?:runs|first|second)\/RUN/g, 'RUN')
    .replaceAll(/<time .*?<\/time>/gs, 'TIME')
    .replaceAll(/time="[\d.]+"/g, 'time=""')
    .replaceAll(/\b[\d.]+ ?m?s\b/g, 'DURATION')
    .replaceAll(/(\bn(?:: |=))[\d,]+/g, '$1N');
}

/** Where the reports of a call go. */
function reports(name: string): string[] {
  return KINDS.flatMap((kind) => [`--${kind}`, `${name}.${kind}`]);
}

describe('a matrix of 3 x 2', () => {
  it('that was split in two and merged is the same as one that was not, but for times', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'shop.cjs'), SERVER);
    writeFileSync(join(cwd, 'grid.yaml'), SCENARIO);
    const scenario = async (...args: readonly string[]) => await runCli(args, { cwd });
    const read = (name: string): string => withoutTimes(readFileSync(join(cwd, name), 'utf8'));

    const whole = await scenario('run', 'grid.yaml', '-q', ...reports('whole'));
    const first = await scenario('run', 'grid.yaml', '-q', '--out', 'first', '--shard', '1/2');
    expect(existsSync(join(cwd, 'first', 'index.html'))).toBe(true);
    const half = await scenario('merge', 'first', ...reports('half'));
    const second = await scenario('run', 'grid.yaml', '-q', '--out', 'second', '--shard', '2/2');
    const merged = await scenario('merge', 'second', 'first', ...reports('merged'));

    expect([whole.code, first.code, second.code, merged.code]).toEqual([1, 1, 1, 1]);
    for (const kind of KINDS) expect(read(`merged.${kind}`)).toBe(read(`whole.${kind}`));
    expect(merged.stdout).toBe(`PASS  grid (/, 20/s)        exit code 0
PASS  grid (/, 40/s)        exit code 0
PASS  grid (/cart, 20/s)    exit code 0
PASS  grid (/cart, 40/s)    exit code 0
FAIL  grid (/broken, 20/s)  exit code 1
FAIL  grid (/broken, 40/s)  exit code 1
6 runs merged, 0 missing, exit code 1
`);
    expect(half.stdout).toContain('MISSING  grid (/broken, 40/s)  its result is not among those');
    expect(half.stdout).toContain('3 runs merged, 3 missing, exit code 1');
    expect(read('half.junit')).toMatch(/classname="grid \(\/, 40\/s\)" [^>]*>\s*<error message="missing: /);
    expect(read('half.index')).toContain('3 missing');
    const none = await scenario('run', 'grid.yaml', '--cell', 'path=/cart', '--shard', '3/3');
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to run in this shard') });
  });
});
