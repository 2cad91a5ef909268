import { describe, expect, it } from 'vitest';

import { CLEAR } from '../../../src/impairment/model.ts';
import { createProxyDriver } from '../../../src/drivers/proxy/driver.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { runText, startShop, stepOf, type FinishedRun } from '../../helpers/runs.ts';

interface Search {
  readonly port: number;
  readonly search: string;
  readonly more?: string;
}

/** Each request opens a connection: two round trips, and 1.5 s in all. */
function searching({ port, search, more = '' }: Search): string {
  return `version: 1
name: searching
services:
  shop: { url: "http://127.0.0.1:${port}" }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 50/s
    keep-alive: false
    requests:
      - { get: /, timeout: 1500ms }
${more}steps:
  - name: how-slow
    for: 60s
    settle: 600ms
    search: ${search}
    expect:
      - success(shoppers) >= 90%
`;
}

function trialsOf(run: FinishedRun): string[] {
  return (stepOf(run, 'how-slow').search?.trials ?? []).map(({ text, outcome }) => `${text} ${outcome}`);
}

describe('a step that searches', () => {
  it('finds where two round trips no longer fit into the time of a request, and ends there', async () => {
    const { port } = await startShop();
    const search = '{ vary: last-mile.rtt, from: 0ms, to: 1500ms, precision: 500ms, at-least: 500ms }';
    const run = await runText(searching({ port, search }), { driver: createProxyDriver(), loadThread: true });
    const step = stepOf(run, 'how-slow');
    expect(step.search).toMatchObject({
      answer: 'found',
      holds: 500,
      fails: 1000,
      gate: { bound: 'at-least', value: 500, text: '500ms' },
    });
    expect(trialsOf(run)).toEqual(['0ms holds', '500ms holds', '1.5s fails', '1s fails']);
    const [expectation] = step.expectations;
    expect(expectation).toMatchObject({
      name: 'breaking point of last-mile.rtt at least 500ms',
      kind: 'search',
      verdict: 'pass',
      observed: 'holds at 500ms, fails at 1s',
    });
    // Nothing comes after it.
    expect(step.end).toBeLessThan(60_000);
    for (const { start, from, to, proof, n, looks } of step.search?.trials ?? []) {
      expect(from).toBeGreaterThanOrEqual(start);
      expect(to).toBeGreaterThan(from);
      expect(proof.outcome).not.toBe('failed');
      expect(n).toBeGreaterThan(7);
      expect(looks).toBeGreaterThan(0);
    }
    const ended = run.events.filter(({ kind }) => kind === 'trial.ended');
    expect(ended).toHaveLength(4);
  });

  it('fails where nothing holds, after one trial', async () => {
    const { port } = await startShop((_request, response) => response.writeHead(503).end());
    const search = '{ vary: last-mile.rtt, from: 0ms, to: 400ms, precision: 100ms }';
    const run = await runText(searching({ port, search }), { driver: createProxyDriver(), loadThread: true });
    const step = stepOf(run, 'how-slow');
    expect(step.search).toMatchObject({ answer: 'nowhere', fails: 0 });
    expect(step.verdict).toBe('fail');
    expect(step.reasons.join()).toContain('fails at last-mile.rtt 0ms already, the best value of the range');
    expect(run.result.exitCode).toBe(1);
  });

  it('decides nothing by a value that is not in force, and says so', async () => {
    const shop = await startShop();
    const driver = createFakeDriver({ address: shop, lies: { readBack: () => Promise.resolve(CLEAR) } });
    const search = '{ vary: last-mile.rtt, from: 0ms, to: 400ms, precision: 100ms }';
    const run = await runText(searching({ port: shop.port, search }), { driver, loadThread: true });
    const step = stepOf(run, 'how-slow');
    expect(step.search?.trials.slice(1).map(({ outcome }) => outcome)).not.toContain('holds');
    expect(step.verdict).toBe('inconclusive');
    expect(step.reasons.join()).toContain('the link was not proved: the driver holds');
  });

  it('ends with the run where a guard stops it', async () => {
    const { port } = await startShop();
    const search = '{ vary: last-mile.rtt, from: 0ms, to: 2s, precision: 400ms }';
    const more = 'abort-when:\n  - { that: errors(shoppers) > 50%, over: 1s }\n';
    const run = await runText(searching({ port, search, more }), {
      driver: createProxyDriver(),
      loadThread: true,
    });
    expect(run.result.verdict).toBe('fail');
    expect(run.result.reasons[0]).toMatch(/^guard `errors\(shoppers\) > 50%` stopped the run after/);
    expect(run.result.steps).toEqual([]);
    expect(run.result.undo.ok).toBe(true);
  });
});
