import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { SquallError } from '../../../src/core/errors.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { renderJson } from '../../../src/report/json/render.ts';
import { renderJunit } from '../../../src/report/junit/render.ts';
import { leftoversOf, reapersOf, runFolders } from '../../helpers/leftovers.ts';
import { fixtureCommand, temporaryFolder } from '../../helpers/processes.ts';
import { quickStep, runText, type FinishedRun } from '../../helpers/runs.ts';

const STEPS = `${quickStep('baseline')}${quickStep('slow', 'impair: { last-mile: { rtt: 20ms } }')}`;

interface StartedService {
  readonly command: readonly string[];
  readonly env?: string;
  readonly headers?: string;
  readonly steps?: string;
}

function scenarioOf({ command, env = '', headers = '{}', steps = STEPS }: StartedService): string {
  return `version: 1
name: started
confidence: none
services:
  shop:
    start: { command: ${JSON.stringify(command)}, env: { PORT: "\${port}"${env} } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 100/s
    headers: ${headers}
    requests:
      - { get: /, name: home }
steps:
${steps}`;
}

const SERVER = fixtureCommand('serves-with-offspring.mjs');

/** An inline server that says something, and ends when `until` milliseconds have passed. */
function talkingServer(words: string, until?: number): string[] {
  const end =
    until === undefined
      ? ''
      : `setTimeout(() => { console.error('out of stock'); process.exit(7); }, ${until});`;
  const program = `console.log(${words}); ${end} require('node:http').createServer((q, a) => { console.log(JSON.stringify(q.headers)); a.end('ok'); }).listen(Number(process.env.PORT), '127.0.0.1')`;
  return [process.execPath, '-e', program];
}

function kinds(run: FinishedRun): string[] {
  return run.events.map(({ kind }) => kind);
}

describe('a run with a started service', () => {
  it('tells what happens in order, and journals each effect before it', async () => {
    const run = await runText(scenarioOf({ command: SERVER }));
    expect(leftoversOf(run.folder)).toEqual([]);
    const told = kinds(run).filter((kind) => kind !== 'figures.updated');
    expect(told.slice(0, 6)).toEqual([
      'run.started',
      'link.installed',
      'service.started',
      'service.ready',
      'step.started',
      'proof.made',
    ]);
    expect(told.slice(-2)).toEqual(['undo.started', 'run.ended']);
    for (const step of ['baseline', 'slow']) {
      const ofStep = run.events.flatMap((event) =>
        'step' in event && event.step === step ? [event.kind] : [],
      );
      const order = [
        'step.started',
        'proof.made',
        'window.opened',
        'step.ended',
        'expectation.judged',
        'step.judged',
      ];
      expect(ofStep.filter((kind) => order.includes(kind))).toEqual(order);
    }
    expect(run.journal.map(({ kind }) => kind)).toEqual([
      'run.started',
      'effect.intended',
      'effect.done',
      'effect.undone',
      'run.ended',
    ]);
    expect(run.journal[1]).toMatchObject({
      inverse: { kind: 'end-process', service: 'shop', marker: { SQUALL_RUN: run.result.run.id } },
    });
    expect(run.journal.at(-1)).toMatchObject({ exitCode: run.result.exitCode });
    const written = readFileSync(join(run.folder, 'events.jsonl'), 'utf8').trim().split('\n');
    expect(written.map((line): unknown => JSON.parse(line).event.kind)).toEqual(kinds(run));
  });

  it('fails when it dies on the way, and shows how its log ends', async () => {
    const run = await runText(scenarioOf({ command: talkingServer("'open for business'", 1_300) }));
    expect(run.result).toMatchObject({
      verdict: 'fail',
      exitCode: 1,
      undo: { ok: true },
      stopped: {
        at: expect.any(Number),
        planned: 2,
        unfinished: [{ name: 'baseline', number: 1, network: 'clear', start: 0 }],
      },
      services: [{ name: 'shop', died: 'service `shop` exited with code 7' }],
      errors: [{ code: 'service-died', details: expect.arrayContaining(['  out of stock']) }],
    });
    expect(run.result.reasons[0]).toBe('service `shop` exited with code 7');
    expect(kinds(run)).toContain('service.died');
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('tells that nothing protects it any more when its reaper is killed', async () => {
    const out = temporaryFolder();
    const run = await runText(scenarioOf({ command: SERVER }), {
      out,
      onEvent: ({ kind }) => {
        if (kind !== 'service.ready') return;
        for (const pid of runFolders(out).flatMap((folder) => reapersOf(folder)))
          process.kill(pid, 'SIGKILL');
      },
    });
    expect(run.result.notices).toEqual([
      'the process that cleans up after a crash was killed by SIGKILL: this run is no longer protected against SIGKILL',
    ]);
    expect(kinds(run)).toContain('notice');
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('is told to have been killed when it ignores SIGTERM', async () => {
    const deaf = `process.on('SIGTERM', () => {}); require('node:http').createServer((q, a) => a.end('ok')).listen(Number(process.env.PORT), '127.0.0.1')`;
    const text = scenarioOf({ command: [process.execPath, '-e', deaf], steps: quickStep('baseline') });
    const run = await runText(text.replace('{ command:', '{ stop-within: 300ms, command:'));
    expect(run.result.notices).toContain('service shop did not end within 300ms of SIGTERM and was killed');
    expect(run.result.undo.ok).toBe(true);
  });

  it('is an error when it never gets ready', async () => {
    const text = scenarioOf({ command: fixtureCommand('never-ready.mjs') }).replace(
      'edges:',
      '    ready: { within: 400ms }\nedges:',
    );
    const run = await runText(text);
    expect(run.result).toMatchObject({
      verdict: 'error',
      exitCode: 4,
      steps: [],
      errors: [{ code: 'service-not-ready', details: expect.arrayContaining(['  waiting 12']) }],
    });
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('is not able when there is no such program', async () => {
    const run = await runText(scenarioOf({ command: ['no-such-program-anywhere'] }));
    expect(run.result).toMatchObject({ exitCode: 3, errors: [{ code: 'command-not-found' }] });
  });
});

describe('a secret', () => {
  const SECRET = 'sesame/"street"+42';

  it('is in no artefact of its run', async () => {
    const shout = `{ run: ["${process.execPath}", -e, "console.log(process.env.TOKEN); process.exit(1)"], env: { TOKEN: "\${env.TOKEN}" }, name: shout }`;
    const run = await runText(
      scenarioOf({
        command: talkingServer(
          "'my token is ' + process.env.TOKEN + ' ' + encodeURIComponent(process.env.TOKEN)",
        ),
        env: ', TOKEN: "${env.TOKEN}"',
        headers: '{ authorization: "Bearer ${env.TOKEN}" }',
        steps: `${quickStep('only')}      - ${shout}\n`,
      }),
      { env: { TOKEN: SECRET } },
    );
    const log = readFileSync(join(run.folder, 'logs', 'shop.log'), 'utf8');
    // The service got it, by its environment and with each request, and said it.
    expect(log).toContain('my token is *** ***');
    expect(log).toContain('"authorization":"Bearer ***"');
    expect(run.result.steps[0]?.expectations[1]).toMatchObject({ verdict: 'fail', reason: '***' });
    const reports = [renderHtml(run.result), renderJson(run.result), renderJunit([run.result])];
    const artefacts = [...filesIn(run.folder).map((file) => readFileSync(file, 'utf8')), ...reports];
    expect(artefacts.length).toBeGreaterThan(5);
    for (const form of [SECRET, JSON.stringify(SECRET).slice(1, -1), encodeURIComponent(SECRET), 'sesame']) {
      expect(artefacts.filter((text) => text.includes(form))).toEqual([]);
    }
  });

  it('that is not set ends the run before anything is touched', async () => {
    const out = temporaryFolder();
    const text = scenarioOf({ command: SERVER, env: ', A: "${env.FIRST}", B: "${env.SECOND}"' });
    const attempt = runText(text, { out });
    await expect(attempt).rejects.toThrow(SquallError);
    await expect(attempt).rejects.toMatchObject({
      code: 'env-missing',
      exitCode: 3,
      message: 'the scenario needs `FIRST`, `SECOND` in the environment',
    });
    expect(readdirSync(out)).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}
