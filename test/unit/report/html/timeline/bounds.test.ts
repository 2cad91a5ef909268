import { describe, expect, it } from 'vitest';
import { latencyBounds } from '../../../../../src/report/html/timeline/bounds.ts';
import { expectation, step } from '../../../../helpers/results.ts';

function boundsOf(that: string, changes: Parameters<typeof expectation>[0] = {}): readonly string[] {
  const expectations = [expectation({ that, bound: 2000, ...changes })];
  const steps = [step({ name: 'a', start: 0, end: 9000, expectations })];
  return latencyBounds(steps, 'shoppers').map((bound) => bound.that);
}

describe('latencyBounds', () => {
  it.each([
    'p95(shoppers) < 2s',
    'p95( shoppers ) <= baseline + 50ms',
    'p(99.9)(shoppers) < 2s',
    'p50(shoppers{name=cart}) < 2s',
    'p50(shoppers){name=cart} < 2s',
    'mean(shoppers) < 2s',
    'max(shoppers) < 2s',
  ])('draws %s', (that) => {
    expect(boundsOf(that)).toEqual([that]);
  });

  it.each([
    'success(shoppers) >= 99%',
    'recovery(shoppers) <= 5s',
    'p95(others) < 2s',
    'rps(shoppers) > 5/s',
  ])('does not draw %s', (that) => {
    expect(boundsOf(that)).toEqual([]);
  });

  it('does not draw a command, whatever it is called', () => {
    expect(boundsOf('p95(shoppers)', { kind: 'command' })).toEqual([]);
  });
});
