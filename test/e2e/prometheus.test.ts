import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { DASHBOARD_UID } from '../../src/cli/grafana/dashboard.ts';
import type { Dashboard } from '../../src/cli/grafana/dashboard-model.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { RunResult, StepResult } from '../../src/core/result.gen.ts';
import { reservePorts } from '../../src/engine/services/free-ports.ts';
import { runCli, startCli } from '../helpers/cli.ts';
import { emptyQueries } from '../helpers/dashboard-queries.ts';
import { runFolders } from '../helpers/leftovers.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { checkMetrics, startPrometheus, type Prometheus } from '../helpers/prometheus.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'metrics');

/** 100 a second for 28 s. */
const VOTES = 2800;

/** A fifth of the votes fails, and for a while voting is far away; in the silence after it Prometheus sees the last of them. */
const SCENARIO = `version: 1
name: votes
confidence: none
services:
  voting:
    start: { command: ["${process.execPath}", "${join(FIXTURES, 'voting.mjs')}"], env: { PORT: "\${port}" } }
  web:
    start:
      command: ["${process.execPath}", "${join(FIXTURES, 'web.mjs')}"]
      env: { PORT: "\${port}", VOTING_URL: "\${edges.voting-link.url}" }
edges:
  last-mile: { from: bot, to: web }
  voting-link: { from: web, to: voting }
load:
  bot:
    through: last-mile
    rate: 100/s
    requests:
      - get: /vote
steps:
  - name: baseline
    for: 14s
    expect: ["success(bot) >= 70%"]
  - name: far
    for: 14s
    impair: { voting-link: { delay: { down: 200ms } } }
    expect: ["success(bot) >= 99%"]
  - name: silence
    for: 5s
    load: { bot: off }
`;

interface Scrape {
  readonly type: string | null;
  readonly text: string;
}

interface ScrapedRun {
  readonly cwd: string;
  readonly prometheus: Prometheus;
  readonly result: RunResult;
  /** When the first step began, in Unix time. */
  readonly epoch: number;
  /** A scrape in each format while the run was under way. */
  readonly classic: Scrape;
  readonly openMetrics: Scrape;
  readonly file: string;
}

async function scrapedRun(): Promise<ScrapedRun> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'votes.yaml'), SCENARIO);
  const [port] = await reservePorts('127.0.0.1', 1);
  const prometheus = await startPrometheus({ target: `127.0.0.1:${port}` });
  const cli = startCli(['run', 'votes.yaml', '--metrics', String(port), '--metrics-file', 'out/votes.prom'], {
    cwd,
  });
  await systemClock.sleep(8000);
  const url = `http://127.0.0.1:${port}/metrics`;
  const classic = await scrape(url, '*/*');
  const openMetrics = await scrape(
    url,
    'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5',
  );
  await systemClock.sleep(4000);
  expect(await prometheus.targets()).toEqual([{ health: 'up', lastError: '' }]);
  const { code, stdout, stderr } = await cli.exited;
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain(`metrics: ${url}`);
  const [folder = ''] = runFolders(join(cwd, 'runs'));
  const result: RunResult = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  const starts = readFileSync(join(folder, 'events.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"step.started"'));
  const first: { at: string } = JSON.parse(starts[0] ?? '');
  return {
    cwd,
    prometheus,
    result,
    epoch: Date.parse(first.at) / 1000,
    classic,
    openMetrics,
    file: readFileSync(join(cwd, 'out', 'votes.prom'), 'utf8'),
  };
}

async function scrape(url: string, accept: string): Promise<Scrape> {
  const response = await fetch(url, { headers: { accept } });
  return { type: response.headers.get('content-type'), text: await response.text() };
}

function within(measured: number, expected: number, share: number): void {
  expect(Math.abs(measured - expected)).toBeLessThanOrEqual(share * Math.abs(expected));
}

async function numberOf(prometheus: Prometheus, expr: string, at: number): Promise<number> {
  const samples = await prometheus.query(expr, at);
  if (samples.length !== 1) throw new Error(`${expr} has ${samples.length} values`);
  return samples[0]?.value ?? Number.NaN;
}

/** What `scenario stat` says of who asks whom in a step. */
interface StatRow {
  readonly step: string;
  readonly source: string;
  readonly dest: string;
  readonly n: number;
  readonly success: number;
  readonly rps: number;
  readonly latency_ms_p50: number;
  readonly latency_ms_p95: number;
  readonly latency_ms_p99: number;
}

async function statRows({ cwd }: ScrapedRun, client: string): Promise<readonly StatRow[]> {
  const { code, stdout } = await runCli(['stat', '--from', client, '-o', 'json'], { cwd });
  expect(code).toBe(0);
  const rows: readonly StatRow[] = JSON.parse(stdout);
  return rows;
}

/**
 * The counters of an edge over the window of a step, by PromQL alone, against `scenario stat`. The rate is what it is on a busy
 * machine: a counter rises when a request ends, and the report counts it where it was due.
 */
async function compareWindow(
  { prometheus, epoch }: ScrapedRun,
  row: StatRow,
  step: StepResult,
): Promise<void> {
  const window = `[${(step.end - step.windowStart) / 1000}s]`;
  const at = epoch + step.end / 1000;
  const of = `source="${row.source}",destination="${row.dest}"`;
  const requests = `squall_edge_requests_total{${of}`;
  const success = `sum(increase(${requests},outcome="success"}${window})) / sum(increase(${requests}}${window}))`;
  within(await numberOf(prometheus, success, at), row.success, 0.01);
  within(await numberOf(prometheus, `sum(rate(${requests}}${window}))`, at), row.rps, 0.25);
}

/** What is exposed of a step that is over: the numbers of `scenario stat` themselves. */
async function compareStep({ prometheus, epoch, result }: ScrapedRun, row: StatRow): Promise<void> {
  const at = epoch + (result.steps.at(-1)?.end ?? 0) / 1000 - 1;
  const of = `step="${row.step}",source="${row.source}",destination="${row.dest}"`;
  const duration = 'squall_step_request_duration_seconds';
  const pairs = [
    [`squall_step_success_ratio{${of}}`, row.success],
    [`squall_step_requests_per_second{${of}}`, row.rps],
    [`${duration}_count{${of}}`, row.n],
    [`1000 * ${duration}{${of},quantile="0.5"}`, row.latency_ms_p50],
    [`1000 * ${duration}{${of},quantile="0.95"}`, row.latency_ms_p95],
    [`1000 * ${duration}{${of},quantile="0.99"}`, row.latency_ms_p99],
  ] as const;
  for (const [expr, expected] of pairs) within(await numberOf(prometheus, expr, at), expected, 0.01);
}

describe('a real Prometheus that scrapes a running scenario', () => {
  it('has the numbers of scenario stat, and data for every query of the dashboard', async () => {
    const run = await scrapedRun();
    const { prometheus, result, epoch } = run;
    const [baseline, far] = result.steps;
    if (baseline === undefined || far === undefined) throw new Error('the run has no steps');
    const rows = [...(await statRows(run, 'bot')), ...(await statRows(run, 'web'))];
    for (const step of [baseline, far]) {
      const own = rows.filter((row) => row.step === step.name);
      expect(own.map(({ source, dest }) => `${source} -> ${dest}`)).toEqual(['bot -> web', 'web -> voting']);
      for (const row of own) {
        await compareWindow(run, row, step);
        await compareStep(run, row);
      }
    }
    const end = epoch + result.run.seconds;
    for (const subject of ['edge="last-mile"', 'edge="voting-link"']) {
      const counted = (more: string): string =>
        `sum(max_over_time(squall_edge_requests_total{${subject}${more}}[1m]))`;
      const total = await numberOf(prometheus, counted(''), end);
      within(total, VOTES, 0.01);
      within(await numberOf(prometheus, counted(',outcome="success"'), end), 0.8 * total, 0.01);
    }
    const during = epoch + far.end / 1000 - 1;
    const buckets = 'sum by (le) (rate(squall_edge_request_duration_seconds_bucket{edge="voting-link"}[8s]))';
    // All but what the machine holds up is in the bucket that begins with the delay.
    const median = await numberOf(prometheus, `histogram_quantile(0.5, ${buckets})`, during);
    expect(median).toBeGreaterThanOrEqual(0.2);
    expect(median).toBeLessThan(0.3);
    const impaired = await prometheus.query('squall_edge_impaired == 1', during);
    expect(impaired.map(({ labels }) => labels['edge'])).toEqual(['voting-link']);
    const delay = 'squall_edge_impairment_delay_seconds{edge="voting-link",direction="down"}';
    expect(await numberOf(prometheus, delay, during)).toBe(0.2);
    expect(await numberOf(prometheus, delay, during + 3)).toBe(0);

    const { code, stderr } = await runCli(['grafana', '--out', 'grafana'], { cwd: run.cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const text = readFileSync(join(run.cwd, 'grafana', 'dashboards', 'squall.json'), 'utf8');
    const dashboard: Dashboard = JSON.parse(text);
    expect(dashboard.uid).toBe(DASHBOARD_UID);
    const asked = {
      substitutions: {
        scenario: 'votes',
        service: 'web',
        client: 'bot',
        dependency: 'voting',
        __rate_interval: '4s',
        __range: '20s',
      },
      range: { from: epoch, to: during },
    };
    expect(await emptyQueries(prometheus, dashboard, asked)).toEqual([]);
    // The check is worth something only if a metric with another name does not pass it.
    const renamed: Dashboard = JSON.parse(
      text.replaceAll('squall_edge_requests_total', 'squall_edge_request_total'),
    );
    expect((await emptyQueries(prometheus, renamed, asked)).length).toBeGreaterThan(5);

    expect(run.classic.type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(checkMetrics(run.classic.text)).toBe('');
    expect(run.openMetrics.type).toMatch(/^application\/openmetrics-text; version=1.0.0/);
    expect(run.openMetrics.text).toMatch(/\n# EOF\n$/);
    expect(checkMetrics(run.file)).toBe('');
    expect(run.file).toContain(`run="${result.run.id}",verdict="fail"} 1`);
    expect(checkMetrics('# TYPE squall_bits gauge\nsquall_bits 1\n')).toContain('base unit');
  });
});
