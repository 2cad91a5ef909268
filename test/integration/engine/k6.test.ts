import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { differenceOfP95, summaryOfK6, wholeRun } from '../../helpers/k6-agreement.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { K6, NEEDS_K6 } from '../../helpers/real-k6.ts';
import { expectationOf, runText, type FinishedRun } from '../../helpers/runs.ts';
import { serve, type Origin } from '../load/k6/running.ts';

interface Case {
  /** Beneath `load.checkout`, in one line. */
  readonly load: string;
  readonly script?: string;
  readonly expectations: readonly string[];
  /** In place of a step of 3 s and one of 4 s with 400 ms of delay: next to that, what a busy machine adds is little. */
  readonly steps?: string;
  /** Where the script and the run's folder go; a folder of the test unless given. */
  readonly out?: string;
}

/** 40 iterations a second for longer than the steps take, each with one request and a value of its own. */
const SCRIPT = `import http from 'k6/http';
import { check } from 'k6';
import { Counter, Gauge, Trend } from 'k6/metrics';
const shown = new Trend('cart_shown', true), items = new Trend('cart_items');
const bought = new Counter('bought'), level = new Gauge('level');
export const options = {
  scenarios: { buy: { executor: 'constant-arrival-rate', rate: 40, duration: '20s', preAllocatedVUs: 40 } },
  thresholds: { http_req_duration: ['p(95)<5000', 'max<1'], checks: ['rate>0.9'] },
};
export default function () {
  const answer = http.get(__ENV.SQUALL_TARGET + '/cart', { tags: { name: 'cart' } });
  check(answer, { 'has come': ({ status }) => status === 200 });
  shown.add(answer.timings.duration * 2);
  items.add(12);
  bought.add(3);
  level.add(7);
}`;

async function runWith(
  origin: Origin,
  { load, script = SCRIPT, expectations, steps, out = temporaryFolder() }: Case,
): Promise<FinishedRun> {
  writeFileSync(join(out, 'buy.js'), script);
  const expected = expectations.map((text) => `      - ${text}\n`).join('');
  const text = `version: 1
name: buying
services: { shop: { url: "http://127.0.0.1:${origin.port}" } }
edges: { last-mile: { from: checkout, to: shop } }
load:
  checkout: { through: last-mile, ${load} }
steps:
${
  steps ??
  `  - name: clear
    for: 3s
    settle: 500ms
  - name: far
    for: 4s
    settle: 1s
    impair: { last-mile: { delay: 200ms } }
`
}    expect:
${expected}`;
  return await runText(text, { out, env: K6 === undefined ? {} : { K6_BINARY: K6 } });
}

async function withOrigin(action: (origin: Origin) => Promise<void>): Promise<void> {
  await using origin = await serve((_request, response) => response.end('cart'));
  await action(origin);
}

const SCRIPT_LOAD = 'k6: { script: buy.js }';

describe.skipIf(K6 === undefined)(`a k6 script in a run (${NEEDS_K6})`, () => {
  const out = mkdtempSync(join(tmpdir(), 'squall-k6-run-'));
  let run: FinishedRun;

  beforeAll(async () => {
    await withOrigin(async (origin) => {
      run = await runWith(origin, {
        out,
        load: SCRIPT_LOAD,
        expectations: [
          'success(checkout) >= 90%',
          'p95(checkout{scenario=buy}) > 100ms',
          'p50(checkout.http_req_waiting{name=cart}) > 100ms',
          'p95(checkout.cart_shown) > 200ms',
          'mean(checkout.cart_items) == 12',
          'checkout.checks >= 90%',
          'checkout.http_reqs > 30/s',
          'checkout.bought >= 90/s',
          'checkout.level == 7',
          'checkout.dropped_iterations <= 10%',
          'checkout.refunds < 5',
          'p95(checkout.cart_items) < 1s',
          'checkout.bought >= 5%',
        ],
      });
    });
  });

  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it('is judged by its requests, and by any metric and tag', () => {
    const verdicts = run.result.steps[1]?.expectations.map(({ that, verdict }) => `${verdict} ${that}`);
    expect(verdicts?.filter((line) => !line.startsWith('pass'))).toEqual([
      'inconclusive checkout.refunds < 5',
      'error p95(checkout.cart_items) < 1s',
      'error checkout.bought >= 5%',
    ]);
  });

  it('names what it emitted where an expectation names something else', () => {
    expect(expectationOf(run, 'far', 'checkout.refunds < 5').reason).toMatch(
      /never emitted `refunds`; it emitted: bought, cart_items, cart_shown, checks, .*http_req_duration/,
    );
  });

  it('says what a metric is where a bound takes it for something else', () => {
    expect(expectationOf(run, 'far', 'p95(checkout.cart_items) < 1s').reason).toContain(
      '`cart_items` holds plain numbers',
    );
    expect(expectationOf(run, 'far', 'checkout.bought >= 5%').reason).toContain('is a counter');
  });

  it.each(['http_req_duration', 'cart_shown'])('has the p95 of %s that k6 has, to one per cent', (metric) => {
    expect(differenceOfP95(run.result, run.folder, ['checkout', metric])).toBeLessThan(0.01);
  });

  it('has counted what k6 has counted', () => {
    const { summary, checks } = summaryOfK6(run.folder, 'checkout');
    for (const metric of ['http_reqs', 'iterations', 'bought']) {
      const ours = wholeRun(run.result, 'checkout', metric).value;
      expect([metric, ours]).toEqual([metric, summary[metric]?.['count']]);
    }
    const checked = wholeRun(run.result, 'checkout', 'checks').n;
    expect(checked).toBe((checks[0]?.passes ?? 0) + (checks[0]?.fails ?? 0));
    expect(run.result.notices.filter((notice) => notice.includes('k6 counted'))).toEqual([]);
  });

  it('tells its thresholds and checks in their words, without judging them', () => {
    expect(run.result.loads[0]).toMatchObject({
      engine: 'k6',
      program: expect.stringMatching(/^k6 v\d/),
      source: 'buy.js',
      thresholds: expect.arrayContaining([
        { metric: 'http_req_duration', text: 'p(95)<5000', ok: true },
        { metric: 'http_req_duration', text: 'max<1', ok: false },
      ]),
      checks: [{ name: 'has come', fails: 0 }],
    });
    expect(
      run.result.steps.flatMap(({ expectations }) => expectations.map(({ kind }) => kind)),
    ).not.toContain('threshold');
  });

  it('has the multiple of its round trips explained', () => {
    const trips = run.result.steps[1]?.subjects.find(({ name }) => name === 'checkout')?.roundTrips;
    expect(trips?.rtt).toBe(400);
    expect(trips?.predicted).toBeGreaterThanOrEqual(1);
    expect(trips?.observed).toBeGreaterThanOrEqual(1);
  });
});

describe.skipIf(K6 === undefined)(`what k6 says of itself (${NEEDS_K6})`, () => {
  it('fails the run where its thresholds are judged', async () => {
    await withOrigin(async (origin) => {
      const judged = await runWith(origin, {
        load: 'k6: { script: buy.js, thresholds: judge }',
        expectations: ['success(checkout) >= 90%'],
      });
      expect(judged.result.exitCode).toBe(1);
      expect(expectationOf(judged, 'far', 'checkout: http_req_duration max<1')).toMatchObject({
        kind: 'threshold',
        verdict: 'fail',
        expected: 'max<1',
      });
      expect(expectationOf(judged, 'far', 'checkout: checks rate>0.9').verdict).toBe('pass');
    });
  });

  it('makes a window inconclusive whose iterations it dropped', async () => {
    await withOrigin(async (origin) => {
      const starved = await runWith(origin, {
        load: SCRIPT_LOAD,
        script: SCRIPT.replace('preAllocatedVUs: 40', 'preAllocatedVUs: 1'),
        expectations: ['success(checkout) >= 50%'],
      });
      expect(expectationOf(starved, 'far', 'success(checkout) >= 50%')).toMatchObject({
        verdict: 'inconclusive',
        reason: expect.stringMatching(/k6 dropped \d+ of \d+ iterations/),
      });
    });
  });

  it('cannot hide that a script went past the edge', async () => {
    await withOrigin(async (origin) => {
      const { result } = await runWith(origin, {
        load: SCRIPT_LOAD,
        script: SCRIPT.replace('__ENV.SQUALL_TARGET', `'http://localhost:${origin.port}'`),
        expectations: ['success(checkout) >= 90%'],
      });
      expect(result.verdict).toBe('inconclusive');
      expect(
        result.steps.flatMap(({ reasons }) => reasons).filter((reason) => reason.includes('edge-unused')),
      ).toHaveLength(2);
    });
  });

  it.each([
    [2, 'a script with a syntax error', 'export default function () {', 'k6-script'],
    [
      2,
      'a script that throws in setup',
      `${SCRIPT}\nexport function setup() { throw new Error('no cart'); }`,
      'k6-exception',
    ],
    [2, 'a threshold on an unknown metric', SCRIPT.replace('checks:', 'chekcs:'), 'k6-script'],
  ])('ends the run with exit code %i for %s', async (exitCode, _what, script, code) => {
    await withOrigin(async (origin) => {
      const { result } = await runWith(origin, {
        load: SCRIPT_LOAD,
        script,
        expectations: ['success(checkout) >= 90%'],
      });
      expect(result).toMatchObject({ exitCode, errors: [{ code }], undo: { ok: true } });
    });
  });
});

describe.skipIf(K6 === undefined)(`requests and a rate with \`engine: k6\` (${NEEDS_K6})`, () => {
  it('are judged as with the built-in generator', async () => {
    await withOrigin(async (origin) => {
      const { result } = await runWith(origin, {
        load: 'engine: k6, rate: 50/s, requests: [{ get: /cart, name: cart }]',
        steps: `  - name: clear
    for: 5s
    settle: 1s
`,
        expectations: [
          'success(checkout) >= 90%',
          'rps(checkout) >= 45/s',
          'p95(checkout.http_req_waiting{name=cart}) < 1s',
        ],
      });
      expect([result.verdict, result.reasons]).toEqual(['pass', []]);
      expect(result.loads[0]).toMatchObject({ engine: 'k6', requests: ['cart'] });
    });
  });
});
