import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import type { ExpectationResult, RunResult } from '../../src/core/result.gen.ts';
import { runCli, startCli, type CliExit } from '../helpers/cli.ts';
import { serveHttp, vectorOfOne } from '../helpers/http-api.ts';
import { becomesTrue, temporaryFolder } from '../helpers/processes.ts';
import { startPrometheus } from '../helpers/prometheus.ts';
import { startShop } from '../helpers/runs.ts';

const RATE = 'sum(rate(shop_requests_total[$window]))';
const TOKEN = 'hunter2-of-the-test';

interface CountingShop {
  readonly port: number;
  readonly requests: number;
}

/** Counts what it is asked for, and tells it where Prometheus looks. */
async function startCountingShop(): Promise<CountingShop> {
  let requests = 0;
  const { port } = await startShop(({ url }, response) => {
    if (url !== '/metrics') requests += 1;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      url === '/metrics' ? `# TYPE shop_requests_total counter\nshop_requests_total ${requests}\n` : 'ok',
    );
  });
  return {
    port,
    get requests() {
      return requests;
    },
  };
}

interface Written {
  readonly shop: number;
  readonly prometheus: string;
  readonly expectations: readonly string[];
  readonly warnings?: readonly string[];
  readonly seconds?: number;
}

const items = (list: readonly string[]): string => list.map((text) => `      - ${text}\n`).join('');

function scenarioOf({ shop, prometheus, expectations, warnings = [], seconds = 6 }: Written): string {
  return `version: 1
name: asked
confidence: none
services:
  shop: { url: "http://127.0.0.1:${shop}" }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 50/s
    requests:
      - get: /
metrics:
  prometheus:
${prometheus.replaceAll(/^/gm, '    ')}
steps:
  - name: only
    for: ${seconds}s
    settle: 1s
    expect:
${items(expectations)}${warnings.length > 0 ? `    warn:\n${items(warnings)}` : ''}`;
}

interface Finished extends CliExit {
  readonly result: RunResult;
  readonly folder: string;
  /** Of the only step. */
  readonly expectations: readonly ExpectationResult[];
}

function finished(exit: CliExit, folder: string): Finished {
  const artefacts = join(folder, 'runs', readdirSync(join(folder, 'runs'))[0] ?? '');
  const result: RunResult = JSON.parse(readFileSync(join(artefacts, 'result.json'), 'utf8'));
  return { ...exit, result, folder: artefacts, expectations: result.steps[0]?.expectations ?? [] };
}

async function run(text: string, env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'asked.yaml'), text);
  return finished(await runCli(['run', 'asked.yaml'], { cwd: folder, env }), folder);
}

function verdicts({ expectations }: Finished): string[] {
  return expectations.map(({ verdict }) => verdict);
}

/** Every file below a folder, as one text. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');
}

describe('a run that asks a real Prometheus', () => {
  let shop: CountingShop;
  beforeAll(() => {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
  });

  async function ask(expectations: readonly string[], warnings: readonly string[] = []): Promise<Finished> {
    shop = await startCountingShop();
    const { url } = await startPrometheus({ target: `127.0.0.1:${shop.port}` });
    return await run(scenarioOf({ shop: shop.port, prometheus: `url: ${url}`, expectations, warnings }));
  }

  it('passes for what holds in the window; what is only a warning does not gate', async () => {
    const exit = await ask(
      [`prom("${RATE}") > 20`, `prom("${RATE}") < 100`, `'prom("$end - $start") == 5'`],
      [`prom("${RATE}") < 1`, 'prom("nothing_of_that_name") < 1'],
    );
    expect(exit.stdout).toContain(`prom("${RATE}") > 20`);
    expect(verdicts(exit)).toEqual(['pass', 'pass', 'pass', 'fail', 'inconclusive']);
    expect(exit.expectations[0]).toMatchObject({
      kind: 'query',
      gate: 'expect',
      expected: '> 20',
      n: 1,
      confidence: null,
      window: { start: 1_000, end: 6_000 },
      reason: expect.stringMatching(/^`sum\(rate\(shop_requests_total\[5s\]\)\)` is [\d.]+, which is > 20$/),
    });
    expect(exit.expectations[0]?.value).toBeGreaterThan(20);
    expect(exit.code).toBe(0);
  });

  it('fails for what does not hold', async () => {
    const exit = await ask([`prom("${RATE}") < 1`]);
    expect(exit.expectations).toMatchObject([
      { verdict: 'fail', reason: expect.stringMatching(/is [\d.]+, which is not < 1$/) },
    ]);
    expect(exit.result.reasons.join()).toContain('prom(');
    expect(exit.code).toBe(1);
  });

  it('is inconclusive where there is no one number', async () => {
    const exit = await ask([
      'prom("nothing_of_that_name") < 1',
      'prom("0 * shop_requests_total / (0 * shop_requests_total)") < 1',
      `prom('{__name__=~"up|scrape_duration_seconds"}') < 1`,
    ]);
    expect(exit.expectations).toMatchObject([
      { verdict: 'inconclusive', observed: 'nothing', reason: expect.stringContaining('no series matches') },
      { verdict: 'inconclusive', observed: 'NaN', reason: expect.stringContaining('is NaN') },
      { verdict: 'inconclusive', observed: '2 series', reason: expect.stringContaining('put `sum(...)`') },
    ]);
    expect(exit.code).toBe(6);
  });

  it.each([
    ['prom("sum(rate(shop_requests_total[$window])") < 1', /parse error/],
    ['prom("shop_requests_total[$window]") < 1', /neither a number nor an instant vector/],
    ['prom("rate(shop_requests_total[$__rate_interval])") < 1', /parse error|bad duration|unexpected/],
  ])('is refused for %s before there is any load', async (expectation, words) => {
    const { code, stderr, stdout, result } = await ask([expectation]);
    expect(`${stdout}${stderr}`).toMatch(words);
    expect(result.errors).toMatchObject([
      { code: 'prometheus-query', message: expect.stringContaining('shop_requests_total') },
    ]);
    expect(result.undo).toEqual({ ok: true, failures: [] });
    expect(shop.requests).toBe(0);
    expect(code).toBe(2);
  });

  it('is inconclusive when the server dies in the middle', async () => {
    const dying = await startCountingShop();
    const { url } = await startPrometheus({ target: `127.0.0.1:${dying.port}` });
    const folder = temporaryFolder();
    const expectations = [`prom("${RATE}") > 1`];
    writeFileSync(
      join(folder, 'asked.yaml'),
      scenarioOf({ shop: dying.port, prometheus: `url: ${url}`, expectations }),
    );
    const cli = startCli(['run', 'asked.yaml'], { cwd: folder });
    expect(await becomesTrue(() => dying.requests > 20, 60_000)).toBe(true);
    const pid = execFileSync('pgrep', ['-P', String(process.pid), '-x', 'prometheus'], { encoding: 'utf8' });
    process.kill(Number(pid), 'SIGKILL');
    const exit = finished(await cli.exited, folder);
    expect(exit.expectations).toMatchObject([
      {
        verdict: 'inconclusive',
        observed: 'nothing',
        reason: expect.stringContaining('nothing listens there'),
      },
    ]);
    expect(exit.expectations[0]?.reason).toContain('`sum(rate(shop_requests_total[5s]))`');
    expect(exit.code).toBe(6);
  });
});

const withToken = (url: string): string => `url: ${url}\nheaders: { Authorization: "Bearer \${env.TOKEN}" }`;

describe('the credentials for Prometheus', () => {
  it('reach it, and no artefact of the run, even where it repeats them', async () => {
    const shop = await startCountingShop();
    const seen = new Set<string | undefined>();
    const url = await serveHttp(({ headers, url: path }, response) => {
      seen.add(headers.authorization);
      const isLater = shop.requests > 0 && path === '/api/v1/query';
      const words = `you said ${headers.authorization}`;
      response.writeHead(isLater ? 503 : 200);
      response.end(isLater ? JSON.stringify({ status: 'error', error: words }) : vectorOfOne('1'));
    });
    const text = scenarioOf({
      shop: shop.port,
      prometheus: withToken(url),
      expectations: ['prom("up") > 0'],
      seconds: 2,
    });
    const exit = await run(text, { TOKEN });
    expect([...seen]).toEqual([`Bearer ${TOKEN}`]);
    expect(exit.expectations).toMatchObject([
      { verdict: 'inconclusive', reason: expect.stringContaining('you said Bearer *** (503)') },
    ]);
    expect(`${exit.stdout}${exit.stderr}${everythingIn(exit.folder)}`).not.toContain(TOKEN);
    expect(exit.code).toBe(6);
  });

  it('are not in what is said of a query that it refuses', async () => {
    const shop = await startCountingShop();
    const url = await serveHttp(({ headers }, response) => {
      response
        .writeHead(400)
        .end(JSON.stringify({ status: 'error', error: `\u001B[2J${headers.authorization}` }));
    });
    const text = scenarioOf({
      shop: shop.port,
      prometheus: withToken(url),
      expectations: ['prom("up") > 0'],
      seconds: 2,
    });
    const exit = await run(text, { TOKEN });
    const told = `${exit.stdout}${exit.stderr}`;
    expect(told).toContain('***');
    expect(told).not.toContain('\u001B[2J');
    expect(`${told}${everythingIn(exit.folder)}`).not.toContain(TOKEN);
    expect(shop.requests).toBe(0);
    expect(exit.code).toBe(2);
  });

  it('are refused in its address, written there or come from the environment', async () => {
    const shop = await startCountingShop();
    const expectations = ['prom("up") > 0'];
    const folder = temporaryFolder();
    const address = `http://user:${TOKEN}@127.0.0.1:9`;
    writeFileSync(
      join(folder, 'asked.yaml'),
      scenarioOf({ shop: shop.port, prometheus: `url: "${address}"`, expectations }),
    );
    const written = await runCli(['run', 'asked.yaml'], { cwd: folder });
    expect(written).toMatchObject({ code: 2, stderr: expect.stringContaining('prometheus-url') });
    expect(`${written.stdout}${written.stderr}`).not.toContain(TOKEN);

    const given = await run(
      scenarioOf({ shop: shop.port, prometheus: 'url: "${env.PROMETHEUS}"', expectations }),
      { PROMETHEUS: address },
    );
    expect(given.result.errors).toMatchObject([{ code: 'prometheus-url' }]);
    expect(`${given.stdout}${given.stderr}${everythingIn(given.folder)}`).not.toContain(TOKEN);
    expect(given.code).toBe(2);
  });
});
