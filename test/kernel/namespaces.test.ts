import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import type { KernelCounters, ProofRow, RunResult, StepEdge } from '../../src/core/result.gen.ts';
import { startRun } from '../helpers/namespace-run.ts';
import { networkState } from '../helpers/network-state.ts';
import { temporaryFolder } from '../helpers/processes.ts';

/** What our own estimator and a slow machine may add to a delay; never less than was asked for. */
const LATE = 15;
const RATE_TOLERANCE = 0.1;

function edgeIn({ steps }: RunResult, name: string): StepEdge {
  const edge = steps.find((step) => step.name === name)?.edges[0];
  if (edge === undefined) throw new Error(`no step ${name}`);
  return edge;
}

function rowOf({ proof }: StepEdge, what: string): ProofRow {
  const row = proof.rows.find((candidate) => candidate.what === what);
  if (row === undefined) throw new Error(`nothing was proved about ${what}: ${JSON.stringify(proof)}`);
  return row;
}

function observed(edge: StepEdge, what: string): number {
  const { observedValue } = rowOf(edge, what);
  if (observedValue === undefined) throw new Error(`${what} was not observed`);
  return observedValue;
}

/**
 * Four standard deviations of the share that Gilbert's model loses of so many packets: in bursts of mean length b neighbours
 * correlate by 1 - 1/b - p, which widens a binomial by (1 + r) / (1 - r).
 */
function lossTolerance(average: number, burst: number, packets: number): number {
  const begin = average / (burst * (1 - average));
  const correlation = 1 - 1 / burst - begin;
  const widened = (average * (1 - average) * (1 + correlation)) / (1 - correlation);
  return 4 * Math.sqrt(widened / packets);
}

function lostShare({ packets, drops }: KernelCounters): { readonly share: number; readonly of: number } {
  return { share: drops / (packets + drops), of: packets + drops };
}

describe('a shipped scenario between two namespaces', () => {
  it('delays, limits and loses as asked, each direction by itself, and leaves nothing', async () => {
    const before = networkState();
    const running = startRun('scenarios/netem/two-namespaces.yaml');
    const code = await running.exitCode;
    const result = await running.result();
    expect(networkState()).toEqual(before);
    expect(result.undo).toEqual({ ok: true, failures: [] });
    expect(result.edges).toMatchObject([{ driver: 'tc', per: 'edge' }]);
    const commands = result.commands?.kept.map(({ command }) => command) ?? [];
    expect(commands[0]).toMatch(/^tc -n sq-\S+ qdisc add dev \S+ root /);
    expect(commands.filter((command) => /qdisc change .* delay 50ms\b/.test(command))).not.toEqual([]);
    // This machine has one slow processor: a generator that was late, or requests that stalled together,
    // make a pass doubtful, and what refers to it; nothing else may.
    const doubts = result.reasons.filter(
      (reason) => !/the generator sent late|is itself `inconclusive`|n=\d+ worth \d+\)/.test(reason),
    );
    expect(doubts).toEqual([]);
    expect([0, 6]).toContain(code);

    for (const name of ['baseline', 'clear']) {
      const edge = edgeIn(result, name);
      expect(edge.proof).toMatchObject({ outcome: 'proved', reason: 'the link is clear' });
      expect(observed(edge, 'RTT')).toBeLessThan(LATE);
      expect(edge.kernel).toMatchObject({ up: { drops: 0 }, down: { drops: 0 } });
    }

    const far = edgeIn(result, 'far-away');
    expect(far.proof.outcome).toBe('proved');
    expect(observed(far, 'RTT')).toBeGreaterThanOrEqual(100);
    expect(observed(far, 'RTT')).toBeLessThan(100 + 2 * LATE);
    for (const way of ['up', 'down'] as const) {
      expect(observed(far, `delay ${way}`)).toBeGreaterThanOrEqual(50);
      expect(observed(far, `delay ${way}`)).toBeLessThan(50 + LATE);
      expect(Math.abs(observed(far, `rate ${way}`) / 20e6 - 1)).toBeLessThan(RATE_TOLERANCE);
      expect(far.kernel?.[way]).toMatchObject({ drops: 0 });
    }

    const lossy = edgeIn(result, 'lossy');
    for (const way of ['up', 'down'] as const) {
      const counters = lossy.kernel?.[way];
      if (counters === undefined) throw new Error('the kernel counted nothing');
      const { share, of } = lostShare(counters);
      expect(of).toBeGreaterThan(300);
      expect(Math.abs(share - 0.02)).toBeLessThan(lossTolerance(0.02, 3, of));
      expect(lossy.usage.bytes[way]).toBeGreaterThan(0);
    }
    // Of 2000 packets and more, a link that loses 2 % keeps them all less than once in 10^8 runs.
    expect(lossy.kernel?.down.drops).toBeGreaterThan(0);
  }, 150_000);
});

const SHOP = fileURLToPath(new URL('../../demo/shop', import.meta.url));

/** Three edges over one pair: from the host into the namespace, and from there to two services of the host. */
const SHARED = `version: 1
name: shared
services:
  carts:
    start: { command: [node, ${SHOP}/carts.js], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { get: /health, within: 30s }
  catalogue:
    start: { command: [node, ${SHOP}/catalogue.js], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { get: /health, within: 30s }
  front:
    in: namespace
    start:
      command: [node, ${SHOP}/storefront.js]
      env:
        HOST: "\${host}"
        PORT: "\${port}"
        CARTS_URL: "\${edges.to-carts.url}"
        CATALOGUE_URL: "\${edges.to-catalogue.url}"
    ready: { get: /health, within: 30s }
edges:
  last-mile: { from: shoppers, to: front }
  to-carts: { from: front, to: carts }
  to-catalogue: { from: front, to: catalogue }
load:
  shoppers:
    through: last-mile
    rate: 5/s
    requests: [{ get: /api/cart, name: cart }, { get: /api/products, name: products }]
steps:
  - name: slow-carts
    for: 24s
    settle: 9s
    impair: { to-carts: { rtt: 400ms } }
    expect:
      - { that: 'p50(shoppers{name=cart}) >= 400ms', confidence: none }
      - { that: 'p50(shoppers{name=products}) < 350ms', confidence: none }
`;

describe('edges that share a pair', () => {
  it('are told apart by the address and port of their service', async () => {
    const before = networkState();
    const file = join(temporaryFolder(), 'shared.yaml');
    writeFileSync(file, SHARED);
    const running = startRun(file);
    await running.exitCode;
    const { steps, errors, undo } = await running.result();
    expect(errors).toEqual([]);
    expect(undo.ok).toBe(true);
    const [step] = steps;
    expect(step?.expectations.map(({ verdict }) => verdict)).not.toContain('fail');
    const impaired = step?.edges.find(({ edge }) => edge === 'to-carts');
    if (impaired === undefined) throw new Error('no edge to-carts');
    expect(observed(impaired, 'RTT')).toBeGreaterThanOrEqual(400);
    expect(impaired.usage.bytes.up).toBeGreaterThan(0);
    expect(networkState()).toEqual(before);
  }, 120_000);
});
