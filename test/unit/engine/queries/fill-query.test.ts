import { describe, expect, it } from 'vitest';
import { fillQuery } from '../../../../src/engine/queries/fill-query.ts';

const FROM = Date.UTC(2026, 10, 22, 6, 0, 0);

describe('the window in a query', () => {
  it.each([
    [10_000, '10s'],
    [60_000, '60s'],
    [1_500, '1500ms'],
    [1_999.6, '2s'],
    [0.2, '1ms'],
    [3_600_000, '3600s'],
  ])('of %d ms is %s', (length, written) => {
    expect(fillQuery({ promql: 'rate(x[$window])' }, { from: FROM, to: FROM + length })).toBe(
      `rate(x[${written}])`,
    );
  });

  it('has its bounds in seconds since 1970', () => {
    const promql = 'x @ $start - x @ $end + time() - $end';
    expect(fillQuery({ promql }, { from: FROM, to: FROM + 1_234 })).toBe(
      'x @ 1795327200.000 - x @ 1795327201.234 + time() - 1795327201.234',
    );
  });

  it.each(['$windowed', '$window_a', '$started', '$__rate_interval', '$__range', 'window', '"$ window"'])(
    'is not in %s, which stays as it is',
    (promql) => {
      expect(fillQuery({ promql }, { from: FROM, to: FROM + 1_000 })).toBe(promql);
    },
  );

  it('is filled in wherever it stands', () => {
    expect(fillQuery({ promql: 'a[$window]/b[$window:1s]' }, { from: 0, to: 5_000 })).toBe('a[5s]/b[5s:1s]');
  });
});
