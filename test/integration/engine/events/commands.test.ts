import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { SquallError } from '../../../../src/core/errors.ts';
import { EXIT_CODES } from '../../../../src/core/exit-code.ts';
import { renderHtml } from '../../../../src/report/html/page.ts';
import { renderJunit } from '../../../../src/report/junit/render.ts';
import { leftoversOf } from '../../../helpers/leftovers.ts';
import {
  quickScenario,
  quickStep,
  runText,
  startShop,
  stepOf,
  type FinishedRun,
} from '../../../helpers/runs.ts';

function node(program: string): string {
  return JSON.stringify([process.execPath, '-e', program]);
}

function doing(...events: readonly string[]): string {
  return quickStep('eventful', 'do:', ...events.map((event) => `  - ${event}`));
}

function outcomesOf({ result }: FinishedRun): string[] {
  return (result.events ?? []).map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`);
}

describe('events that do what they should', () => {
  it('leave the verdict alone, and their output in the run folder without secrets', async () => {
    const asked: string[] = [];
    const shop = await startShop((request, response) => {
      if (request.method === 'POST') asked.push(`${request.url} ${request.headers['authorization']}`);
      response.writeHead(request.method === 'POST' ? 201 : 200).end('ok');
    });
    const run = await runText(
      quickScenario({
        shop,
        steps: doing(
          '{ at: 0s, run: [sh, -c, "echo flushed $TOKEN at $0", "${edges.last-mile.port}"], env: { TOKEN: "${env.TOKEN}" }, name: flush }',
          '{ at: 100ms, http: { to: shop, post: /flags, headers: { authorization: "Bearer ${env.TOKEN}" } }, name: flag }',
          '{ at: 100ms, http: { to: shop, post: /flags, status: 201 }, name: same }',
        ),
      }),
      { env: { TOKEN: 's3cret-value' } },
    );
    expect(outcomesOf(run).toSorted()).toEqual([
      'flag done: answered 201',
      'flush done: exited with code 0',
      'same done: answered 201',
    ]);
    // On a busy machine the generator may have been late; no event has to do with that.
    expect(run.result.verdict).toMatch(/^(?:pass|inconclusive)$/);
    expect(asked.toSorted()).toEqual(['/flags Bearer s3cret-value', '/flags undefined']);
    const log = run.result.events?.find(({ name }) => name === 'flush')?.log ?? '';
    const port = run.result.edges[0]?.addresses['shop']?.split(':').at(-1);
    expect(readFileSync(join(run.folder, log), 'utf8')).toBe(`flushed *** at ${port}\n`);
    const page = renderHtml(run.result);
    expect(page).toContain('flush done after ');
    expect(page).toMatch(/<caption>\s*Events\s*</);
    expect(renderJunit([run.result])).toContain('name="event: flush"');
  });
});

describe('events that fail', () => {
  it('make their step an error and say why, whatever it expects; the next step goes on', async () => {
    const shop = await startShop((request, response) => {
      if (request.url === '/hang') return;
      response.writeHead(request.url === '/broken' ? 500 : 200).end('ok');
    });
    const run = await runText(
      quickScenario({
        shop,
        steps: `${doing(
          `{ at: 0s, run: ${node('console.error("no such cache"); process.exit(3)')}, name: exits }`,
          `{ at: 0s, run: ${node('setTimeout(() => {}, 60_000)')}, within: 300ms, name: hangs }`,
          '{ at: 0s, run: [squall-no-such-program], name: missing }',
          '{ at: 0s, http: { to: shop, get: /broken }, name: broken }',
          '{ at: 0s, http: { to: shop, get: /, status: 404 }, name: wrong }',
          '{ at: 0s, http: { to: shop, get: /hang }, within: 300ms, name: silent }',
        )}${quickStep('after')}`,
      }),
    );
    expect(outcomesOf(run).toSorted()).toEqual([
      'broken failed: answered 500, expected 2xx',
      'exits failed: exited with code 3: no such cache',
      'hangs failed: it took longer than 300ms',
      'missing failed: `squall-no-such-program` was not found',
      'silent failed: no answer within 300ms',
      'wrong failed: answered 200, expected 404',
    ]);
    expect(run.result).toMatchObject({ verdict: 'error', exitCode: EXIT_CODES.runError, errors: [] });
    expect(stepOf(run, 'eventful')).toMatchObject({ verdict: 'error' });
    expect(stepOf(run, 'eventful').reasons).toContain('event `wrong` failed: answered 200, expected 404');
    expect(stepOf(run, 'after').verdict).not.toBe('error');
    expect(renderJunit([run.result])).toMatch(/name="event: wrong"[^>]*>\s*<error/);
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('that end after their step make it inconclusive, and are waited for', async () => {
    const shop = await startShop();
    const run = await runText(
      quickScenario({
        shop,
        steps: `${doing(`{ at: 900ms, run: ${node('setTimeout(() => {}, 500)')}, name: slow }`)}${quickStep('after')}`,
      }),
    );
    expect(outcomesOf(run)).toEqual(['slow done: exited with code 0']);
    expect(stepOf(run, 'eventful')).toMatchObject({ verdict: 'inconclusive' });
    expect(stepOf(run, 'eventful').reasons.join('\n')).toMatch(
      /^event `slow` ended .* after its step: make the step longer$/m,
    );
    expect(run.result.exitCode).toBe(EXIT_CODES.inconclusive);
  });

  it('are ended by an interruption, and those that had not begun do not begin', async () => {
    const shop = await startShop();
    const controller = new AbortController();
    const run = await runText(
      quickScenario({
        shop,
        steps: doing(
          `{ at: 100ms, run: ${node('setTimeout(() => {}, 60_000)')}, name: long }`,
          '{ at: 900ms, http: { to: shop, get: / }, name: later }',
        ),
      }),
      {
        signal: controller.signal,
        onEvent: ({ kind }) => {
          if (kind !== 'event.began') return;
          controller.abort(
            new SquallError('interrupted', 'interrupted by SIGINT', { exitCode: EXIT_CODES.sigint }),
          );
        },
      },
    );
    expect(outcomesOf(run)).toEqual(['long interrupted: interrupted by SIGINT']);
    expect(run.result).toMatchObject({ exitCode: 130, undo: { ok: true } });
    expect(leftoversOf(run.folder)).toEqual([]);
  });
});
