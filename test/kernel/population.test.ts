import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { startRun } from '../helpers/namespace-run.ts';
import { networkState } from '../helpers/network-state.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const SHOP = fileURLToPath(new URL('../../demo/shop/main.js', import.meta.url));

/** A load on each side of a namespace: one reaches the host, one a service in a namespace of its own. */
const POPULATION = `version: 1
name: population
services:
  shop:
    start: { command: [node, ${SHOP}], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { get: /health, within: 30s }
  stall:
    in: namespace
    start: { command: [node, ${SHOP}], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { get: /health, within: 30s }
edges:
  fibre: { from: home, to: shop }
  tram: { from: commuters, to: shop }
  market: { from: visitors, to: stall }
load:
  home: { through: fibre, in: namespace, rate: 3/s, requests: [get: /] }
  commuters: { through: tram, in: namespace, rate: 3/s, requests: [get: /] }
  visitors: { through: market, rate: 3/s, requests: [get: /] }
steps:
  - name: rush-hour
    for: 16s
    settle: 10s
    impair: { fibre: { rtt: 10ms }, tram: { rtt: 200ms }, market: { rtt: 100ms } }
    expect:
      - { that: p50(home) < 5s, confidence: none }
      - { that: p50(commuters) >= 200ms, confidence: none }
      - { that: p50(visitors) >= 100ms, confidence: none }
`;

function population(): string {
  const file = join(temporaryFolder(), 'population.yaml');
  writeFileSync(file, POPULATION);
  return file;
}

describe('clients in namespaces, each on a last mile of its own', () => {
  it('are slow each by itself, on the host and in a namespace, and leave nothing', async () => {
    const before = networkState();
    const running = startRun(population());
    await running.exitCode;
    const { steps, undo, errors } = await running.result();
    expect(errors).toEqual([]);
    expect(undo.ok).toBe(true);
    const [step] = steps;
    const rtts = step?.edges.map(({ edge, proof }) => {
      const row = proof.rows.find(({ what }) => what === 'RTT');
      return { edge, requested: row?.requestedValue ?? 0, observed: row?.observedValue ?? Infinity };
    });
    expect(rtts).toMatchObject([
      { edge: 'fibre', requested: 10 },
      { edge: 'tram', requested: 200 },
      { edge: 'market', requested: 100 },
    ]);
    for (const { requested, observed } of rtts ?? []) {
      expect(observed).toBeGreaterThanOrEqual(requested);
      // Three links are probed at once on one slow processor.
      expect(observed).toBeLessThan(requested + 80);
    }
    expect(step?.expectations.map(({ verdict }) => verdict)).not.toContain('fail');
    const p50 = Object.fromEntries(step?.subjects.map(({ name, p50: median }) => [name, median]) ?? []);
    expect(p50['commuters']).toBeGreaterThanOrEqual(200);
    expect(p50['home']).toBeLessThan(p50['commuters'] ?? 0);
    expect(networkState()).toEqual(before);
  }, 120_000);
});
