import { describe, expect, it } from 'vitest';
import { boundsOn, type Bound, type BoundKind } from '../../../../../src/report/html/timeline/bounds.ts';
import { expectation, step } from '../../../../helpers/results.ts';

function boundsOf(
  kind: BoundKind,
  that: string,
  changes: Parameters<typeof expectation>[0] = {},
): readonly Bound[] {
  const expectations = [expectation({ that, bound: 2000, ...changes })];
  const steps = [step({ name: 'a', start: 0, end: 9000, expectations })];
  return boundsOn(steps, 'shoppers', kind).flat();
}

describe('boundsOn', () => {
  it.each([
    ['p95(shoppers) < 2s', 'p95', '<'],
    ['p95( shoppers ) <= baseline + 50ms', 'p95', '<='],
    ['p(99.9)(shoppers) < 2s', 'p(99.9)', '<'],
    ['p50(shoppers{name=cart}) < 2s', 'p50{name=cart}', '<'],
    ['p50(shoppers){name=cart} >= 2s', 'p50{name=cart}', '>='],
    ['mean(shoppers) < 2s', 'mean', '<'],
    ['max(shoppers) < 2s', 'max', '<'],
  ])('draws %s into the panel of latencies', (that, figure, comparison) => {
    expect(boundsOf('latency', that)).toMatchObject([{ that, figure, comparison, asked: 2000, value: 2000 }]);
    expect(boundsOf('success', that)).toEqual([]);
    expect(boundsOf('rate', that)).toEqual([]);
  });

  it('draws a share of errors upside down, and says it as it was asked', () => {
    expect(boundsOf('success', 'errors(shoppers) <= 1%', { bound: 0.01 })).toMatchObject([
      { figure: 'errors', comparison: '<=', asked: 0.01, value: 0.99 },
    ]);
    expect(boundsOf('success', 'success(shoppers) >= 99%', { bound: 0.99 })).toMatchObject([{ value: 0.99 }]);
  });

  it('draws a bound on the rate', () => {
    expect(boundsOf('rate', 'rps(shoppers) > 5/s', { bound: 5 })).toMatchObject([
      { figure: 'rps', value: 5 },
    ]);
  });

  it.each([
    'p95(others) < 2s',
    'recovery(shoppers) <= 5s',
    'p95(shoppers.http_req_waiting) < 2s',
    'shoppers.checks > 99%',
  ])('does not draw %s', (that) => {
    for (const kind of ['latency', 'success', 'rate'] as const) expect(boundsOf(kind, that)).toEqual([]);
  });

  it('does not draw a command, whatever it is called', () => {
    expect(boundsOf('latency', 'p95(shoppers) < 2s', { kind: 'command' })).toEqual([]);
  });

  it('keeps the bounds of each step together', () => {
    const one = expectation({ that: 'p95(shoppers) < 1s', bound: 1000 });
    const steps = [
      step({ name: 'a', start: 0, end: 9000, expectations: [one, one] }),
      step({ name: 'b', start: 9000, end: 18_000, expectations: [one] }),
    ];
    expect(boundsOn(steps, 'shoppers', 'latency').map(({ length }) => length)).toEqual([2, 1]);
  });
});
