import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import type { RunEvent, StampedEvent } from '../../src/core/events.ts';
import type { ExpectationResult, RunResult, StepResult } from '../../src/core/result.gen.ts';
import type { ContainerEngine } from '../../src/drivers/docker/container-engine.ts';
import type { Address, Driver } from '../../src/drivers/driver.ts';
import { createProxyDriver } from '../../src/drivers/proxy/driver.ts';
// The driver loads these late; here that would hold up the load of the first run.
import '../../src/drivers/proxy/metering/llhttp.ts';
import '../../src/drivers/proxy/server.ts';
import type { Earlier } from '../../src/engine/earlier/earlier-run.ts';
import { runScenario } from '../../src/engine/run-scenario.ts';
import type { JournalLine } from '../../src/journal/entry.ts';
import { createBuiltinGenerator } from '../../src/load/builtin/generator.ts';
import { createCommandGenerator } from '../../src/load/command/generator.ts';
import { createLoadGenerator } from '../../src/load/generator.ts';
import { createK6Generator } from '../../src/load/k6/generator.ts';
import { soundPlan } from './planning.ts';
import { temporaryFolder, testEnvironment } from './processes.ts';

export interface RunOptions {
  /** A real proxy in this thread, unless given. */
  readonly driver?: Driver;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Where the run's folder goes; a folder of the test unless given. */
  readonly out?: string;
  /** What `previous` is of. */
  readonly earlier?: Earlier;
  /** Sends from a thread of its own, which a busy test does not hold up. */
  readonly loadThread?: boolean;
  /** Who knows the containers of the scenario. */
  readonly engine?: ContainerEngine;
}

export interface FinishedRun {
  readonly result: RunResult;
  readonly folder: string;
  readonly bug: unknown;
  readonly events: readonly RunEvent[];
  readonly journal: readonly JournalLine[];
}

/** Runs a scenario's text in this process: only the reaper and what it starts itself are others. */
export async function runText(text: string, options: RunOptions = {}): Promise<FinishedRun> {
  const { signal = new AbortController().signal, env = {}, onEvent, out = temporaryFolder() } = options;
  const { engine } = options;
  const events: RunEvent[] = [];
  const outcome = await runScenario({
    plan: soundPlan(text),
    file: 'test.yaml',
    sha256: '0'.repeat(64),
    base: out,
    out,
    clock: systemClock,
    signal,
    drivers: { proxy: () => options.driver ?? createProxyDriver({ thread: false }) },
    generator: createLoadGenerator({
      builtin: createBuiltinGenerator({ thread: options.loadThread ?? false }),
      k6: createK6Generator(systemClock),
      command: createCommandGenerator(systemClock),
    }),
    listeners: [
      ({ event }: StampedEvent) => {
        events.push(event);
        onEvent?.(event);
      },
    ],
    env: { ...testEnvironment, ...env },
    ...(options.earlier !== undefined && { earlier: options.earlier }),
    ...(engine !== undefined && { connectContainers: () => engine }),
  });
  const journal = join(outcome.folder, 'journal.jsonl');
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : [];
  return {
    result: outcome.result,
    folder: outcome.folder,
    bug: outcome.bug,
    events,
    journal: lines.map((line): JournalLine => JSON.parse(line)),
  };
}

export interface Quick {
  readonly shop: Address;
  /** The lines of `steps:`; two steps of one second, the second impaired, unless given. */
  readonly steps?: string;
  /** Further lines at the top level. */
  readonly more?: string;
}

/** A scenario as short as can be, on a service that runs already; judged on what was seen. */
export function quickScenario({ shop, steps, more = '' }: Quick): string {
  return `version: 1
name: quick
confidence: none
services:
  shop: { url: "http://${shop.host}:${shop.port}" }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 100/s
    requests:
      - { get: /, name: home }
${more}steps:
${steps ?? `${quickStep('baseline')}${quickStep('slow', 'impair: { last-mile: { rtt: 20ms } }')}`}`;
}

/** One step of one second with the given lines and `success(shoppers) >= 90%`. */
export function quickStep(name: string, ...lines: readonly string[]): string {
  const own = lines.map((line) => `    ${line}\n`).join('');
  return `  - name: ${name}\n    for: 1s\n    settle: 500ms\n${own}    expect:\n      - success(shoppers) >= 90%\n`;
}

/** A service of this process, closed after the test. */
export async function startShop(
  listener: RequestListener = (_request, response) => response.end('ok'),
): Promise<Address> {
  const server = createServer(listener);
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { host: '127.0.0.1', port: address.port };
}

export function stepOf({ result }: FinishedRun, name: string): StepResult {
  const step = result.steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`the result has no step ${name}`);
  return step;
}

export function expectationOf(run: FinishedRun, step: string, name: string): ExpectationResult {
  const found = stepOf(run, step).expectations.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`step ${step} has no expectation ${name}`);
  return found;
}
