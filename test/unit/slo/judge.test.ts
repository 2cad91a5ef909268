import { describe, expect, it } from 'vitest';

import { judge, type Inequality, type Judgement } from '../../../src/slo/judge.ts';

type Ends = readonly [low: number, high: number];

function judged([low, high]: Ends, comparison: Inequality, [least, most]: Ends): Judgement {
  return judge({ low, high }, comparison, { low: least, high: most });
}

function negated([low, high]: Ends): Ends {
  return [-high, -low];
}

const MIRRORED: Readonly<Record<'<' | '<=', Inequality>> = { '<': '>', '<=': '>=' };

describe('judge', () => {
  it.each<readonly [Ends, '<' | '<=', Ends, Judgement]>([
    [[1, 2], '<', [3, 4], 'pass'],
    [[1, 3], '<', [3, 4], 'open'],
    [[1, 3], '<=', [3, 4], 'pass'],
    [[1, 3.5], '<=', [3, 4], 'open'],
    [[4, 5], '<', [3, 4], 'fail'],
    [[4, 5], '<=', [3, 4], 'open'],
    [[4.1, 5], '<=', [3, 4], 'fail'],
    [[1, 9], '<=', [3, 4], 'open'],
    [[0, 0], '<', [0, 0], 'fail'],
    [[0, 0], '<=', [0, 0], 'pass'],
  ])('compares the ends that speak against it: %j %s %j is %s', (left, comparison, bound, judgement) => {
    expect(judged(left, comparison, bound)).toBe(judgement);
    expect(judged(negated(left), MIRRORED[comparison], negated(bound))).toBe(judgement);
  });

  it('takes figures that differ by rounding only for the same, and no others', () => {
    const share = 99.9 * 0.01;
    expect(share).not.toBe(0.999);
    for (const [a, b] of [[share, 0.999] as const, [0.999, share] as const]) {
      expect(judged([a, a], '>=', [b, b])).toBe('pass');
      expect(judged([a, a], '<=', [b, b])).toBe('pass');
      expect(judged([a, a], '>', [b, b])).toBe('fail');
    }
    expect(judged([1 + 1e-8, 1 + 1e-8], '<=', [1, 1])).toBe('fail');
    expect(judged([1e6 + 1, 1e6 + 1], '<=', [1e6, 1e6])).toBe('fail');
    expect(judged([1e-12, 1e-12], '<=', [0, 0])).toBe('fail');
  });

  it('fails what never answered, and never passes it', () => {
    expect(judged([Infinity, Infinity], '<=', [2, 2])).toBe('fail');
    expect(judged([1, Infinity], '<=', [2, 2])).toBe('open');
    expect(judged([Infinity, Infinity], '>=', [2, 2])).toBe('open');
  });

  it('lets what never answered be no bound', () => {
    expect(judged([1, 1], '<=', [Infinity, Infinity])).toBe('open');
    expect(judged([1, 1], '<=', [0, Infinity])).toBe('open');
    expect(judged([1, 1], '>=', [Infinity, Infinity])).toBe('open');
    expect(judged([Infinity, Infinity], '<=', [Infinity, Infinity])).toBe('open');
  });

  it('leaves open what is not known', () => {
    expect(judged([NaN, NaN], '<=', [2, 2])).toBe('open');
    expect(judged([1, 1], '<=', [NaN, NaN])).toBe('open');
  });
});
