import { describe, expect, it } from 'vitest';
import { TopLog, type EndedRequest } from '../../../src/traffic/top-log.ts';

function ended(end: number, changes: Partial<EndedRequest> = {}): EndedRequest {
  return {
    source: 'bot',
    destination: 'web',
    edge: 'front',
    method: 'GET',
    path: '/api/vote',
    status: 200,
    ok: true,
    end,
    latency: 10,
    answered: true,
    ...changes,
  };
}

describe('the table of who asks what', () => {
  it('has a row for each edge, destination, method and path', () => {
    const log = new TopLog(0);
    log.add(ended(100));
    log.add(ended(200, { latency: 30 }));
    log.add(ended(300, { latency: 20, ok: false, status: 500 }));
    for (const other of [{ edge: 'back' }, { destination: 'emoji' }, { method: 'POST' }, { path: '/' }]) {
      log.add(ended(400, other));
    }
    const { rows, seconds, at } = log.table(1000, Date.UTC(2026, 10, 22));
    expect([rows.length, seconds, at]).toEqual([5, 1, '2026-11-22T00:00:00.000Z']);
    expect(rows[0]).toEqual({
      source: 'bot',
      destination: 'web',
      edge: 'front',
      method: 'GET',
      path: '/api/vote',
      count: 3,
      rps: 3,
      best_ms: 10,
      p50_ms: expect.closeTo(20, 0),
      worst_ms: 30,
      last_ms: 20,
      success: 2 / 3,
    });
  });

  it('counts what was not answered as slower than any answer', () => {
    const log = new TopLog(0);
    const lost = { ok: false, answered: false, status: 0, latency: 5 };
    log.add(ended(100, lost));
    expect(log.table(1000, 0).rows[0]).toMatchObject({
      best_ms: null,
      p50_ms: null,
      worst_ms: null,
      last_ms: null,
      success: 0,
    });
    log.add(ended(200));
    expect(log.table(1000, 0).rows[0]).toMatchObject({ best_ms: 10, p50_ms: 10, worst_ms: 10, last_ms: 10 });
    log.add(ended(300, lost));
    expect(log.table(1000, 0).rows[0]).toMatchObject({ p50_ms: null, worst_ms: 10, last_ms: null });
  });

  it('tells the rate of the last ten seconds, and of less where it has not been that long', () => {
    const log = new TopLog(5000);
    for (let end = 5000; end < 9000; end += 100) log.add(ended(end));
    const rate = (now: number): number | undefined => log.table(now, 0).rows[0]?.rps;
    expect(rate(9000)).toBe(10);
    expect(rate(13_000)).toBe(5);
    expect(rate(15_500)).toBeCloseTo(30 / 9.5, 1);
    expect(rate(30_000)).toBe(0);
    log.add(ended(6000));
    expect(rate(30_000)).toBe(0);
    log.add(ended(30_500));
    expect(rate(31_000)).toBeCloseTo(0.1, 1);
  });

  it('has a bounded number of rows, and all others together in one', () => {
    const log = new TopLog(0);
    for (let index = 0; index < 5000; index += 1) log.add(ended(index, { path: `/item-${index}` }));
    log.add(ended(5000, { path: '/item-7' }));
    const { rows } = log.table(5000, 0);
    expect(rows).toHaveLength(1001);
    expect(rows.at(-1)).toMatchObject({ source: null, destination: null, path: '(other)', count: 4000 });
    expect(rows[7]).toMatchObject({ path: '/item-7', count: 2 });
  });
});
