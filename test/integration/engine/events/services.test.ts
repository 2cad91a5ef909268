import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { SquallError } from '../../../../src/core/errors.ts';
import { EXIT_CODES } from '../../../../src/core/exit-code.ts';
import { leftoversOf } from '../../../helpers/leftovers.ts';
import { fixtureCommand, temporaryFolder } from '../../../helpers/processes.ts';
import { expectationOf, quickStep, runText, type FinishedRun } from '../../../helpers/runs.ts';

const SERVER = fixtureCommand('says-goodbye.mjs');

function scenario(steps: string, env = '', timeout = '500ms'): string {
  return `version: 1
name: events
confidence: none
services:
  shop:
    start: { command: ${JSON.stringify(SERVER)}, env: { PORT: "\${port}"${env} } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 50/s, timeout: ${timeout}, requests: [get: /] }
steps:
${steps}`;
}

function interrupted(): SquallError {
  return new SquallError('interrupted', 'interrupted by SIGINT', { exitCode: EXIT_CODES.sigint });
}

function logOf({ folder }: FinishedRun, name = 'shop'): string[] {
  return readFileSync(join(folder, 'logs', `${name}.log`), 'utf8')
    .trim()
    .split('\n');
}

function outcomesOf({ result }: FinishedRun): string[] {
  return (result.events ?? []).map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`);
}

describe('a restart', () => {
  it('ends the service and starts it again on its port, and the step judges how the load gets over it', async () => {
    const restart = `  - name: restart
    for: 11s
    settle: 500ms
    do:
      - { at: 0s, restart: shop }
    expect:
      - recovery(shoppers) <= 9s
      - success(shoppers) >= 90%
`;
    const run = await runText(scenario(`${quickStep('baseline')}${restart}`, '', '5s'));
    // How soon, and whether the generator kept up, is the machine's business: `null` would be never.
    expect(run.result).toMatchObject({ errors: [], undo: { ok: true } });
    const recovery = expectationOf(run, 'restart', 'recovery(shoppers) <= 9s');
    expect(recovery.value).toEqual(expect.any(Number));
    expect(logOf(run)).toEqual(['hello', 'goodbye', 'hello', 'goodbye']);
    const pids = run.events.flatMap((event) => (event.kind === 'service.started' ? [event.pid] : []));
    expect(new Set(pids).size).toBe(2);
    expect(run.events.some(({ kind }) => kind === 'service.died')).toBe(false);
    const [event] = run.result.events ?? [];
    expect(event).toMatchObject({ step: 'restart', kind: 'restart', planned: 1000, outcome: 'done' });
    expect(event!.detail).toMatch(/^ready again after /);
    expect(event!.began).toBeGreaterThanOrEqual(1000);
    expect(event!.ended).toBeGreaterThan(event!.began);
    expect(run.journal.map(({ kind }) => kind)).toEqual([
      'run.started',
      'effect.intended',
      'effect.done',
      'effect.undone',
      'effect.intended',
      'effect.done',
      'effect.undone',
      'run.ended',
    ]);
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('from which the service does not come back fails the run, with the end of its log', async () => {
    const once = join(temporaryFolder(), 'once');
    const run = await runText(
      scenario(quickStep('restart', 'do:', '  - { at: 100ms, restart: shop }'), `, ONCE: "${once}"`),
    );
    expect(run.result).toMatchObject({
      verdict: 'fail',
      exitCode: EXIT_CODES.fail,
      undo: { ok: true },
      errors: [{ code: 'service-died', message: 'service `shop` exited with code 7 before it was ready' }],
      services: [{ died: 'service `shop` exited with code 7 before it was ready' }],
    });
    expect(outcomesOf(run)).toEqual([
      'restart shop failed: service `shop` exited with code 7 before it was ready',
    ]);
    expect(leftoversOf(run.folder)).toEqual([]);
  });
});

describe('an interruption of a restart', () => {
  it('leaves neither the old process nor the new one', async () => {
    const controller = new AbortController();
    const run = await runText(scenario(quickStep('restart', 'do:', '  - { at: 0s, restart: shop }')), {
      signal: controller.signal,
      onEvent: ({ kind }) => {
        if (kind === 'event.began') controller.abort(interrupted());
      },
    });
    expect(run.result).toMatchObject({ exitCode: 130, undo: { ok: true } });
    expect(outcomesOf(run)).toEqual(['restart shop interrupted: interrupted by SIGINT']);
    expect(leftoversOf(run.folder)).toEqual([]);
  });
});

describe('a signal', () => {
  it('reaches the service while the load goes on', async () => {
    const run = await runText(
      scenario(quickStep('reload', 'do:', '  - { at: 300ms, signal: { service: shop, name: SIGHUP } }')),
    );
    expect(outcomesOf(run)).toEqual(['SIGHUP to shop done: sent to all of its processes']);
    expect(logOf(run)).toEqual(['hello', 'reloaded', 'goodbye']);
  });

  it('that stops the service leaves it to end as usual, at the end of the run', async () => {
    const run = await runText(
      scenario(quickStep('stop', 'do:', '  - { at: 900ms, signal: { service: shop, name: SIGSTOP } }')),
    );
    expect(outcomesOf(run)).toEqual(['SIGSTOP to shop done: sent to all of its processes']);
    expect(logOf(run)).toEqual(['hello', 'goodbye']);
    expect(run.result.undo).toEqual({ ok: true, failures: [] });
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('that stops the service is undone by an interruption too', async () => {
    const controller = new AbortController();
    const run = await runText(
      scenario(quickStep('stop', 'do:', '  - { at: 200ms, signal: { service: shop, name: SIGSTOP } }')),
      {
        signal: controller.signal,
        onEvent: ({ kind }) => {
          if (kind === 'event.ended') controller.abort(interrupted());
        },
      },
    );
    expect(run.result).toMatchObject({ exitCode: 130, undo: { ok: true } });
    expect(logOf(run)).toEqual(['hello', 'goodbye']);
    expect(leftoversOf(run.folder)).toEqual([]);
  });
});
