import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { chooseLiveRun, followRun } from '../../../../src/engine/live/follow-run.ts';
import {
  WATCH_ROUTES,
  type TapOrder,
  type TopOrder,
  type WatchLine,
} from '../../../../src/engine/live/watch-messages.ts';
import type { Address } from '../../../../src/drivers/driver.ts';
import type { TappedRequest } from '../../../../src/traffic/tapped-request.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';
import { quickScenario, quickStep, runText, startShop, type FinishedRun } from '../../../helpers/runs.ts';

const FOREVER = new AbortController().signal;
const ALL: TapOrder = { filter: {}, maxRps: 0 };

type Route = (typeof WATCH_ROUTES)[keyof typeof WATCH_ROUTES];

/** What a run tells from its start to its end. */
async function follow(out: string, route: Route, order: TapOrder | TopOrder): Promise<WatchLine[]> {
  const options = { out, clock: systemClock, signal: FOREVER };
  const run = await chooseLiveRun(undefined, options);
  const lines: WatchLine[] = [];
  for await (const batch of followRun(run, route, order, options)) lines.push(...batch);
  return lines;
}

interface Watched {
  readonly run: FinishedRun;
  readonly told: readonly (readonly WatchLine[])[];
}

/** Runs the text, with somebody for each order who watches from before the first step. */
async function watched(
  text: string,
  orders: readonly (readonly [Route, TapOrder | TopOrder])[],
): Promise<Watched> {
  const out = temporaryFolder();
  const watching: Promise<WatchLine[]>[] = [];
  const run = await runText(text, {
    out,
    onEvent: (event) => {
      if (event.kind !== 'run.started') return;
      for (const [route, order] of orders) {
        const told = whenServed(out, route, order);
        told.catch(() => {});
        watching.push(told);
      }
    },
  });
  return { run, told: await Promise.all(watching) };
}

/** The socket is there a moment after the run was announced. */
async function whenServed(out: string, route: Route, order: TapOrder | TopOrder): Promise<WatchLine[]> {
  for (;;) {
    try {
      return await follow(out, route, order);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'no-run-in-progress')) throw error;
      await systemClock.sleep(10);
    }
  }
}

function requestsOf(lines: readonly WatchLine[] = []): TappedRequest[] {
  return lines.flatMap((line) => (line.kind === 'request' ? [line.request] : []));
}

/** Breaks `/broken`, fails `/failed`, and answers all else. */
async function moodyShop(): Promise<Address & { asked(): number }> {
  let asked = 0;
  const address = await startShop(({ url = '', socket }, response) => {
    // Whether the run's own look at its service, or a request of the load.
    if (url !== '/') asked += 1;
    if (url.startsWith('/broken')) socket.destroy();
    else response.writeHead(url.startsWith('/failed') ? 503 : 200).end('x'.repeat(100));
  });
  return { ...address, asked: () => asked };
}

describe('the requests of a run', () => {
  it('are told with all that is known of them, to whoever means them', async () => {
    const shop = await moodyShop();
    const text = quickScenario({ shop, steps: quickStep('only') }).replace(
      '- { get: /, name: home }',
      '- { get: "/?secret=1", name: home, weight: 8 }\n      - { get: /failed, name: failed, weight: 1 }\n      - { get: /broken, name: broken, weight: 1 }',
    );
    const { run, told } = await watched(text, [
      [WATCH_ROUTES.tap, ALL],
      [WATCH_ROUTES.tap, { filter: { failed: true }, maxRps: 0 }],
      [WATCH_ROUTES.tap, { filter: { status: '5xx', path: '/fail', method: 'GET' }, maxRps: 0 }],
    ]);
    expect(run.bug).toBeUndefined();
    const [all = [], failed, status] = told;
    expect(all[0]).toEqual({ kind: 'begun', run: run.result.run.id, scenario: 'quick', unread: [] });
    const seen = requestsOf(all);
    // Whoever watches from the start misses nothing.
    expect(seen).toHaveLength(shop.asked());
    expect(all.filter(({ kind }) => kind === 'left-out')).toEqual([]);
    const common = { source: 'shoppers', destination: 'shop', edge: 'last-mile', method: 'GET' };
    const times = {
      at: expect.stringMatching(/^2\d{3}-\d\d-\d\dT[\d:.]+Z$/),
      latency_ms: expect.any(Number),
    };
    expect(seen.find(({ path }) => path === '/')).toEqual({
      ...common,
      ...times,
      path: '/',
      status: 200,
      grpc_status: null,
      first_byte_ms: expect.any(Number),
      ok: true,
      failure: null,
      reset: null,
    });
    expect(seen.find(({ path }) => path === '/failed')).toMatchObject({
      ...common,
      status: 503,
      ok: false,
      failure: 'status 503',
    });
    expect(seen.find(({ path }) => path === '/broken')).toMatchObject({
      ...common,
      status: null,
      first_byte_ms: null,
      ok: false,
    });
    const bad = seen.filter(({ ok }) => !ok);
    expect(bad.length).toBeGreaterThan(3);
    expect(requestsOf(failed)).toEqual(bad);
    expect(requestsOf(status)).toEqual(bad.filter(({ path }) => path === '/failed'));
    expect(Math.abs(Date.parse(seen[0]?.at ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it('are told evenly and no faster than asked, and the others counted', async () => {
    const text = quickScenario({
      shop: await startShop(),
      steps: quickStep('only').replace('for: 1s', 'for: 3s'),
    });
    const { told } = await watched(text, [
      [WATCH_ROUTES.tap, ALL],
      [WATCH_ROUTES.tap, { filter: {}, maxRps: 10 }],
    ]);
    const [all = [], some = []] = told;
    const shown = requestsOf(some);
    const over = some.reduce((sum, line) => sum + (line.kind === 'left-out' ? line.over : 0), 0);
    expect(shown.length + over).toBe(requestsOf(all).length);
    // One to begin with, ten a second, and what the last reading after the end still gives.
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.length).toBeLessThan(45);
    const begun = shown.map(({ at }) => Date.parse(at));
    const gaps = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1000);
  });

  it('are counted by kind while somebody looks', async () => {
    const text = quickScenario({
      shop: await startShop(),
      steps: `${quickStep('one')}${quickStep('two')}`,
    }).replace(
      '- { get: /, name: home }',
      '- { get: /items/17, name: a }\n      - { get: /items/18, name: b }',
    );
    const { told } = await watched(text, [
      [WATCH_ROUTES.top, { filter: {}, rawPaths: false }],
      [WATCH_ROUTES.top, { filter: {}, rawPaths: true }],
    ]);
    const tables = told.map((lines) => lines.flatMap((line) => (line.kind === 'table' ? [line.table] : [])));
    expect(tables[0]?.length).toBeGreaterThanOrEqual(2);
    const last = tables[0]?.at(-1)?.rows ?? [];
    expect(last).toHaveLength(1);
    expect(last[0]).toMatchObject({
      source: 'shoppers',
      destination: 'shop',
      edge: 'last-mile',
      method: 'GET',
      path: '/items/:id',
      success: 1,
    });
    expect(last[0]?.rps).toBeGreaterThan(30);
    const raw = tables[1]?.at(-1)?.rows ?? [];
    expect(raw.map(({ path }) => path).toSorted()).toEqual(['/items/17', '/items/18']);
    expect(raw.reduce((sum, { count }) => sum + count, 0)).toBe(last[0]?.count);
  });

  it('do not wait for a reader who never reads', async () => {
    const out = temporaryFolder();
    const stalled: IncomingMessage[] = [];
    const begin = systemClock.now();
    const run = await runText(
      quickScenario({
        shop: await startShop(),
        steps: quickStep('only').replace('for: 1s', 'for: 4s'),
      }),
      {
        out,
        onEvent: (event) => {
          if (event.kind !== 'window.opened') return;
          const body = JSON.stringify(ALL);
          void chooseLiveRun(undefined, { out, clock: systemClock, signal: FOREVER }).then(
            async ({ folder }) => {
              const headers = { 'content-length': body.length };
              const asked = request({
                socketPath: join(folder, 'control.sock'),
                method: 'POST',
                path: '/tap',
                headers,
              });
              asked.on('error', () => {}).end(body);
              const [response] = await once(asked, 'response');
              response.pause().on('error', () => {});
              stalled.push(response);
            },
          );
        },
      },
    );
    onTestFinished(() => {
      for (const response of stalled) response.destroy();
    });
    expect(stalled).toHaveLength(1);
    expect([run.bug, run.result.verdict]).toEqual([undefined, 'pass']);
    expect(systemClock.now() - begin).toBeLessThan(12_000);
  });
});

describe('what cannot be watched', () => {
  it('is named, with what can be', async () => {
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const out = temporaryFolder();
    const asked: Promise<unknown>[] = [];
    const filters = [{ edge: 'last-mil' }, { from: 'shopers' }, { to: 'shopp' }];
    await runText(text, {
      out,
      onEvent: (event) => {
        if (event.kind !== 'step.started') return;
        for (const filter of filters) {
          asked.push(follow(out, WATCH_ROUTES.tap, { filter, maxRps: 0 }).catch((error: unknown) => error));
        }
      },
    });
    expect(await Promise.all(asked)).toMatchObject([
      { code: 'unknown-name', exitCode: 2, hint: 'did you mean `last-mile`?' },
      { code: 'unknown-name', hint: 'did you mean `shoppers`?' },
      { code: 'unknown-name', hint: 'did you mean `shop`?' },
    ]);
  });

  it('is an edge whose bytes are no requests', async () => {
    const shop = await startShop();
    const text = quickScenario({ shop, steps: quickStep('only') })
      .replace('edges:\n', 'edges:\n  database: { from: outside, to: db, listen: "127.0.0.1:0" }\n')
      .replace(
        'services:\n',
        `services:\n  db: { url: "http://${shop.host}:${shop.port}", protocol: tcp }\n`,
      );
    const out = temporaryFolder();
    const asked: Promise<unknown>[] = [];
    await runText(text, {
      out,
      onEvent: (event) => {
        if (event.kind !== 'step.started') return;
        asked.push(
          follow(out, WATCH_ROUTES.tap, { filter: { to: 'db' }, maxRps: 0 }).catch((error: unknown) => error),
          follow(out, WATCH_ROUTES.tap, ALL),
        );
      },
    });
    const [refused, told] = await Promise.all(asked);
    expect(refused).toMatchObject({
      code: 'nothing-to-watch',
      exitCode: 3,
      message: expect.stringContaining('`database` (tcp, proxy)'),
    });
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'begun',
          unread: [{ edge: 'database', protocol: 'tcp', driver: 'proxy' }],
        }),
      ]),
    );
  });

  it('is a run that is not in progress', async () => {
    const out = temporaryFolder();
    const choose = async (named?: string): Promise<unknown> =>
      await chooseLiveRun(named, { out, clock: systemClock, signal: FOREVER }).catch(
        (error: unknown) => error,
      );
    expect(await choose()).toMatchObject({ code: 'no-run-in-progress', exitCode: 3 });
    expect(await choose('last-mile')).toMatchObject({ code: 'run-not-found', exitCode: 2 });
  });
});
