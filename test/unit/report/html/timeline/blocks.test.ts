import { describe, expect, it } from 'vitest';
import type { SeriesResult } from '../../../../../src/core/result.gen.ts';
import { blocksOf } from '../../../../../src/report/html/timeline/blocks.ts';

function seriesOf(p95: readonly (number | null)[], n: (index: number) => number = () => 10): SeriesResult {
  return {
    subject: 'shoppers',
    kind: 'load',
    t: p95.map((_, index) => index * 1000),
    seconds: p95.map(() => 1),
    n: p95.map((_, index) => n(index)),
    ok: p95.map((_, index) => n(index)),
    p50: p95,
    p95,
    p99: p95,
  };
}

describe('blocksOf', () => {
  it('makes a block of each entry', () => {
    expect(blocksOf(seriesOf([5, null]))).toEqual([
      { start: 0, end: 1000, n: 10, ok: 10, p50: 5, p95: 5, p99: 5 },
      { start: 1000, end: 2000, n: 10, ok: 10, p50: null, p95: null, p99: null },
    ]);
  });

  it('thins a long series to its worst values, and loses no exchange', () => {
    const blocks = blocksOf(
      seriesOf(Array.from({ length: 5000 }, (_, second) => (second === 1234 ? 9999 : 5))),
    );
    expect(blocks.length).toBeLessThanOrEqual(1000);
    expect(blocks.filter(({ p95 }) => p95 === 9999)).toHaveLength(1);
    expect(blocks.reduce((sum, { n }) => sum + n, 0)).toBe(50_000);
    expect(blocks.at(-1)?.end).toBe(5_000_000);
  });

  it('keeps a second without answers when it thins, and does not make one of a second without data', () => {
    const values = Array.from({ length: 4000 }, (_, second) => (second === 2 || second === 2001 ? null : 5));
    const blocks = blocksOf(seriesOf(values, (second) => (second === 2001 ? 0 : 10)));
    expect(blocks.filter(({ p95 }) => p95 === null).map(({ start }) => start)).toEqual([0]);
  });
});
