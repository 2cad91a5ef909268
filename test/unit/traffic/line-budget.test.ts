import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBudget, spreadOver } from '../../../src/traffic/line-budget.ts';

describe('the lines of a second', () => {
  it('are as many as asked for where that is little', () => {
    const budget = new LineBudget(100, 0);
    for (let now = 250; now <= 5000; now += 250) expect(budget.take(20, now)).toBe(20);
  });

  it('are all of them without a limit', () => {
    expect(new LineBudget(Infinity, 0).take(1e6, 0)).toBe(1e6);
  });

  it('are one in two seconds at a limit of a half', () => {
    const budget = new LineBudget(0.5, 0);
    const taken = Array.from({ length: 9 }, (_, index) => budget.take(5, index * 1000));
    expect(taken).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('never exceed the limit, however it is asked, but for what one quiet second has saved', () => {
    const asking = fc.array(fc.record({ after: fc.nat(2000), wanted: fc.nat(500) }), { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), asking, (limit, asked) => {
        const budget = new LineBudget(limit, 0);
        let now = 0;
        let taken = 0;
        for (const { after, wanted } of asked) {
          now += after;
          const got = budget.take(wanted, now);
          expect(got).toBeLessThanOrEqual(Math.min(wanted, limit));
          taken += got;
        }
        expect(taken).toBeLessThanOrEqual(1 + (limit * now) / 1000 + 1e-6);
      }),
    );
  });
});

describe('some of many', () => {
  it('come from all over, in their order', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    expect(spreadOver(items, 4)).toEqual([12, 37, 62, 87]);
    expect(spreadOver(items, 100)).toEqual(items);
    expect(spreadOver(items, 0)).toEqual([]);
  });

  it('are as many as asked for, each once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (length, count) => {
        const items = Array.from({ length }, (_, index) => index);
        const some = spreadOver(items, count);
        expect(some).toHaveLength(Math.min(count, length));
        expect([...new Set(some)].toSorted((a, b) => a - b)).toEqual(some);
      }),
    );
  });
});
