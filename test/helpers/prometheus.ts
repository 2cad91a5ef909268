import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { isRecord } from '../../src/core/is-record.ts';
import { reservePorts } from '../../src/engine/services/free-ports.ts';
import { temporaryFolder } from './processes.ts';

/** A real Prometheus of the test's own. */
export interface Prometheus {
  readonly url: string;
  /** The vector of an instant query; `at` is Unix time in seconds. */
  query(expr: string, at: number): Promise<readonly PromSample[]>;
  /** Whether any series of a selector has a value in a stretch of Unix time. */
  series(selector: string, range: PromRange): Promise<readonly Labels[]>;
  /** The targets' health, as `up`, and their last error. */
  targets(): Promise<readonly { readonly health: string; readonly lastError: string }[]>;
}

export type Labels = Readonly<Record<string, string>>;

export interface PromSample {
  readonly labels: Labels;
  readonly value: number;
}

export interface PromRange {
  readonly from: number;
  readonly to: number;
}

const READY_WITHIN = 30_000;

/** What it scrapes once a second, and the folder of what it knows already. */
export interface PrometheusOptions {
  readonly target?: string;
  readonly data?: string;
}

/** Starts Debian's Prometheus on loopback; it ends with the test. */
export async function startPrometheus({ target, data }: PrometheusOptions): Promise<Prometheus> {
  const folder = temporaryFolder();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: squall
    static_configs: [{ targets: [${target === undefined ? '' : JSON.stringify(target)}] }]
`,
  );
  const [port] = await reservePorts('127.0.0.1', 1);
  const log = join(folder, 'prometheus.log');
  const output = openSync(log, 'w');
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data ?? join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.retention.time=1h',
    ],
    { stdio: ['ignore', output, output], cwd: folder },
  );
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const url = `http://127.0.0.1:${port}`;
  const deadline = systemClock.now() + READY_WITHIN;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || systemClock.now() > deadline) {
      throw new Error(`Prometheus does not start: ${readFileSync(log, 'utf8')}`);
    }
    await systemClock.sleep(50);
  }
  if (target !== undefined) {
    // It takes up targets every five seconds only.
    while (!(await hasScraped(url))) {
      if (systemClock.now() > deadline) throw new Error(`Prometheus does not scrape ${target}`);
      await systemClock.sleep(100);
    }
  }
  return {
    url,
    query: async (expr, at) => vectorOf(await ask(url, 'query', { query: expr, time: String(at) })),
    series: async (selector, { from, to }) =>
      listOf(await ask(url, 'series', { 'match[]': selector, start: String(from), end: String(to) })).map(
        labelsOf,
      ),
    targets: async () => {
      const found = await ask(url, 'targets', {});
      return listOf(isRecord(found) ? found['activeTargets'] : undefined).map((one) => ({
        health: String(isRecord(one) ? one['health'] : ''),
        lastError: String(isRecord(one) ? one['lastError'] : ''),
      }));
    },
  };
}

/** What `promtool check metrics` has to say of a scrape in the classic format; empty when nothing. */
export function checkMetrics(text: string): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return status === 0 ? `${stdout}${stderr}` : `exit ${status}: ${stdout}${stderr}`;
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(`${url}/-/ready`).then(
    (response) => response.ok,
    () => false,
  );
}

async function hasScraped(url: string): Promise<boolean> {
  const now = String(Date.now() / 1000);
  return (
    listOf(
      await ask(url, 'query', { query: 'up', time: now }).then((data) =>
        isRecord(data) ? data['result'] : [],
      ),
    ).length > 0
  );
}

async function ask(
  url: string,
  what: string,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/${what}?${new URLSearchParams(parameters).toString()}`);
  const body: unknown = await response.json();
  if (isRecord(body) && body['status'] === 'success') return body['data'];
  throw new Error(`${what} ${JSON.stringify(parameters)}: ${JSON.stringify(body)}`);
}

function vectorOf(data: unknown): PromSample[] {
  return listOf(isRecord(data) ? data['result'] : undefined).map((one) => {
    const [, value] = listOf(isRecord(one) ? one['value'] : undefined);
    return { labels: labelsOf(isRecord(one) ? one['metric'] : undefined), value: Number(value) };
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function labelsOf(value: unknown): Labels {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
