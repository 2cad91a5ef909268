import { describe, expect, it } from 'vitest';
import { seriesResults, usageResults } from '../../../src/engine/series-results.ts';
import { EPOCH, measuredRun, observed, samplesIn } from '../../helpers/measured-run.ts';

const TEXT = `
version: 1
name: two-edges
services:
  shop:
    start: { command: [node, shop.js], env: { PORT: "\${port}", STORE: "\${edges.store-link.host}:\${edges.store-link.port}" } }
  store: { url: "tcp://127.0.0.1:2", protocol: tcp }
edges:
  last-mile: { from: shoppers, to: shop }
  store-link: { from: shop, to: store }
load:
  shoppers: { through: last-mile, rate: 10/s, requests: [{ get: / }] }
steps:
  - name: only
    for: 4s
    settle: 1s
    expect:
      - p50(shoppers) < 1s
`;

describe('what was measured over the run', () => {
  const { plan, collector } = measuredRun(TEXT);
  collector.samples('shoppers', samplesIn(0, 2000, 10));
  collector.link(
    observed('store-link', {
      connectionsAt: [EPOCH + 1100],
      traffic: [{ at: EPOCH + 2100, up: 5, down: 7 }],
    }),
  );

  it('is a series for each load and each edge that is read', () => {
    const series = seriesResults(plan, collector);
    expect(series.map(({ subject, kind }) => `${kind} ${subject}`)).toEqual([
      'load shoppers',
      'edge last-mile',
    ]);
    expect(series[0]).toMatchObject({ t: [0, 1000, 2000, 3000], n: [10, 10, 0, 0], ok: [10, 10, 0, 0] });
    expect(series[0]?.p95.map((value) => value === null)).toEqual([false, false, true, true]);
  });

  it('is what took an edge that is not read', () => {
    expect(usageResults(plan, collector)).toEqual([
      {
        edge: 'store-link',
        t: [0, 1000, 2000, 3000],
        seconds: [1, 1, 1, 1],
        connections: [0, 1, 0, 0],
        up: [0, 0, 5, 0],
        down: [0, 0, 7, 0],
      },
    ]);
  });
});
