import { describe, expect, it } from 'vitest';

import {
  outcomeThatMoves,
  populationUnder,
  type Assumption,
  type Outcome,
} from '../../../src/slo/assumption.ts';
import { estimateSides, resolve } from '../../../src/slo/resolve.ts';
import { evidenceOf, expectationOf, times, windowOf } from '../../helpers/slo-evidence.ts';

const WINDOW = windowOf({
  exchanges: times(10, { latency: 20 }),
  straddling: times(4, { latency: 500, ok: false }),
  dropped: 3,
});

function counted(assumption: Assumption, wish: Outcome): readonly number[] {
  const { n, ok, failed, answered, unanswered } = populationUnder(assumption, WINDOW, wish);
  return [n, ok, failed, answered.count, unanswered.count];
}

describe('what is missing or in doubt', () => {
  it('is good or bad by what that does to the figure', () => {
    expect(outcomeThatMoves({ kind: 'success' }, 'up')).toBe('good');
    expect(outcomeThatMoves({ kind: 'success' }, 'down')).toBe('bad');
    expect(outcomeThatMoves({ kind: 'errors' }, 'up')).toBe('bad');
    expect(outcomeThatMoves({ kind: 'percentile', percent: 95 }, 'up')).toBe('bad');
    expect(outcomeThatMoves({ kind: 'percentile', percent: 95 }, 'down')).toBe('good');
  });

  it.each(['good', 'bad'] as const)('is as it ended, or left out, whatever is wished: %s', (wish) => {
    expect(counted('measured', wish)).toEqual([14, 10, 4, 14, 0]);
    expect(counted('without-straddling', wish)).toEqual([10, 10, 0, 10, 0]);
  });

  it('goes as wished where it is granted', () => {
    expect(counted('granted', 'good')).toEqual([17, 17, 0, 17, 0]);
    expect(counted('granted', 'bad')).toEqual([17, 10, 7, 10, 7]);
    // What had been waited until the end of the window is certain.
    expect(populationUnder('granted', WINDOW, 'good').valueAtRank(17)).toBeCloseTo(100, 0);
  });

  it('goes against the wish where it is charged and was never sent', () => {
    expect(counted('charged', 'good')).toEqual([17, 10, 7, 14, 3]);
    expect(counted('charged', 'bad')).toEqual([17, 13, 4, 17, 0]);
    expect(populationUnder('charged', WINDOW, 'bad').valueAtRank(1)).toBe(0);
  });
});

describe('what is missing of a bound', () => {
  const evidence = evidenceOf({
    a: windowOf({ exchanges: times(100, { latency: 20 }) }),
    b: windowOf({ exchanges: times(40, { latency: 20 }), dropped: 60 }),
  });

  it.each([
    ['p50(a) <= p50(b)', '<=', Infinity],
    ['p50(a) >= p50(b)', '>=', 0],
    ['p50(a) <= 3s - p50(b)', '<=', 3000],
    ['p50(a) >= 3s - p50(b)', '>=', -Infinity],
    ['success(a) >= success(b)', '>=', 0.4],
    ['success(a) <= success(b)', '<=', 1],
  ] as const)('makes it easier to keep where it is granted: %s', (text, comparison, bound) => {
    const resolved = resolve(expectationOf(text), evidence);
    if ('missing' in resolved) throw new Error(resolved.missing);
    const sides = estimateSides(resolved, { comparison, confidence: 'none', assumption: 'granted' });
    expect(sides.bound.value).toBe(bound);
  });
});
