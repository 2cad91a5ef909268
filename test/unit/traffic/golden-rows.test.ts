import { describe, expect, it } from 'vitest';

import { Cell } from '../../../src/metrics/cell.ts';
import type { EdgeTraffic } from '../../../src/traffic/edge-traffic.ts';
import { goldenRows, sortRows } from '../../../src/traffic/golden-rows.ts';
import type { Topology } from '../../../src/traffic/topology.ts';
import type { TrafficQuery, TrafficSide } from '../../../src/traffic/traffic-query.ts';
import { exchanges, EMOJIVOTO, SEED_TRAFFIC } from '../../helpers/seed-traffic.ts';

const RECEIVED: TrafficQuery = { kind: 'received', names: [] };

function ask(
  query: TrafficSide & Partial<Pick<TrafficQuery, 'names' | 'namespace'>>,
  traffic: readonly EdgeTraffic[] = SEED_TRAFFIC,
  topology: Topology = EMOJIVOTO,
): ReturnType<typeof goldenRows> {
  return goldenRows(traffic, topology, { names: [], ...query });
}

describe('golden rows', () => {
  it('have a row for each service, of what it was asked by everybody, also by nobody', () => {
    const rows = ask(RECEIVED);
    expect(rows.map(({ name, n, success }) => [name, n, success])).toEqual([
      ['emoji', 120, 1],
      ['mail', 0, null],
      ['voting', 59, 43 / 59],
      ['web', 120, 0.9],
    ]);
    expect(rows[1]).toEqual({
      namespace: 'emojivoto',
      name: 'mail',
      kind: 'service',
      meshed: { measured: 0, of: 1 },
      n: 0,
      success: null,
      interval: null,
      rps: null,
      p50: null,
      p95: null,
      p99: null,
    });
    expect(rows[3]).toMatchObject({ meshed: { measured: 1, of: 1 }, rps: 2 });
    expect([rows[3]!.p50, rows[3]!.p95, rows[3]!.p99].map((ms) => Math.round(ms!))).toEqual([2, 4, 9]);
  });

  it('have, from one, the services that it asks, and only those that it has asked', () => {
    expect(ask({ kind: 'from', client: 'web' }).map(({ name, n }) => [name, n])).toEqual([
      ['emoji', 120],
      ['voting', 59],
    ]);
    expect(ask({ kind: 'from', client: 'voting' })).toEqual([]);
  });

  it('have, to one, who asks it, loads too', () => {
    expect(ask({ kind: 'to', service: 'voting' }).map(({ name, kind, n }) => [name, kind, n])).toEqual([
      ['web', 'service', 59],
    ]);
    expect(ask({ kind: 'to', service: 'web' }).map(({ name, kind, n }) => [name, kind, n])).toEqual([
      ['bot', 'load', 120],
    ]);
  });

  it('are of the names that were asked for', () => {
    expect(ask({ kind: 'received', names: ['web', 'mail'] }).map(({ name }) => name)).toEqual([
      'mail',
      'web',
    ]);
    expect(ask({ kind: 'from', client: 'web', names: ['voting'] }).map(({ name }) => name)).toEqual([
      'voting',
    ]);
    expect(ask({ kind: 'to', service: 'voting', names: ['bot'] })).toEqual([]);
  });

  it('are of the namespace that was asked for, at either end', () => {
    expect(ask({ kind: 'received', namespace: 'emojivoto' })).toHaveLength(4);
    expect(ask({ kind: 'received', namespace: 'other' })).toEqual([]);
    expect(ask({ kind: 'to', service: 'voting', namespace: 'emojivoto' })).toHaveLength(1);
    expect(
      goldenRows(SEED_TRAFFIC, EMOJIVOTO, { kind: 'from', client: 'web', names: [], namespace: 'x' }),
    ).toEqual([]);
  });

  it('count a service over all edges that lead to it, each once', () => {
    const topology: Topology = {
      namespace: 'shop',
      services: ['api'],
      edges: [
        { name: 'home', from: 'fibre', to: ['api'] },
        { name: 'tram', from: 'commuters', to: ['api'] },
        { name: 'raw', from: 'tunnel', to: ['api'] },
      ],
    };
    const traffic = ['home', 'tram'].map((edge, index) => ({
      edge,
      from: topology.edges[index]!.from,
      to: 'api',
      seconds: 10,
      cell: exchanges({ ok: 30, failed: index * 10, latencies: { 5: 30 + index * 10 } }),
    }));
    const [row] = ask(RECEIVED, traffic, topology);
    // The third edge is no HTTP: its share of the picture is missing, and is said to be.
    expect(row).toMatchObject({ n: 70, success: 60 / 70, rps: 7, meshed: { measured: 2, of: 3 } });
    expect(ask({ kind: 'to', service: 'api' }, traffic, topology).map(({ meshed }) => meshed)).toEqual([
      { measured: 1, of: 1 },
      { measured: 1, of: 1 },
    ]);
  });

  it('have no percentile where so many were not answered', () => {
    const cell = new Cell();
    for (let at = 0; at < 90; at += 1) cell.add({ due: 0, end: 10, ok: true, answered: true, name: '' });
    for (let at = 0; at < 10; at += 1)
      cell.add({ due: 0, end: 900, ok: false, answered: false, failure: 'timeout', name: '' });
    const traffic = [{ edge: 'bot', from: 'bot', to: 'web', seconds: 1, cell }];
    expect(ask({ kind: 'from', client: 'bot' }, traffic)[0]).toMatchObject({
      success: 0.9,
      p50: 10,
      p95: null,
      p99: null,
    });
  });

  it('say between what the share of success lies', () => {
    const [row] = ask({ kind: 'to', service: 'voting' });
    // Clopper-Pearson for 43 of 59, which the seed's own table does not say.
    expect(row!.interval!.low).toBeCloseTo(0.5973, 3);
    expect(row!.interval!.high).toBeCloseTo(0.8364, 3);
  });

  it('are sorted as `namespace/name`, by code points', () => {
    const rows = [
      { namespace: 'b', name: 'a' },
      { namespace: 'a', name: 'b' },
      { namespace: 'a', name: 'B' },
    ];
    expect(sortRows(rows).map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'a/B',
      'a/b',
      'b/a',
    ]);
  });
});
