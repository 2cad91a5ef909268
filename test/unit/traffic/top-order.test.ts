import { describe, expect, it } from 'vitest';
import { sortRows, TOP_ORDERS } from '../../../src/traffic/top-order.ts';
import type { TopRow } from '../../../src/traffic/top-row.ts';

function row(path: string, changes: Partial<TopRow>): TopRow {
  return {
    source: 'bot',
    destination: 'web',
    edge: 'front',
    method: 'GET',
    path,
    count: 1,
    rps: 1,
    best_ms: 1,
    p50_ms: 1,
    worst_ms: 1,
    last_ms: 1,
    success: 1,
    ...changes,
  };
}

describe('the order of a table', () => {
  it.each(TOP_ORDERS)('puts what stands out by %s first', (order) => {
    const out = { count: 9, rps: 9, p50_ms: 9, worst_ms: 9, success: 0.5 };
    const key = order === 'p50' || order === 'worst' ? (`${order}_ms` as const) : order;
    const rows = [row('/b', {}), row('/c', { [key]: out[key] }), row('/a', {})];
    expect(sortRows(rows, order).map(({ path }) => path)).toEqual(['/c', '/a', '/b']);
  });

  it('takes no answer at all for the slowest, and counts between equals', () => {
    const rows = [
      row('/a', { p50_ms: 5000 }),
      row('/b', { p50_ms: null }),
      row('/c', { p50_ms: null, count: 2 }),
    ];
    expect(sortRows(rows, 'p50').map(({ path }) => path)).toEqual(['/c', '/b', '/a']);
  });
});
