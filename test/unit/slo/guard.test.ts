import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Observation } from '../../../src/metrics/observation.ts';
import { RecentWindow } from '../../../src/metrics/recent-window.ts';
import { FEWEST_FOR_GUARD, tripOf } from '../../../src/slo/guard.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';

const OVER = 5_000;

interface Seen {
  /** Answers, by their latency. */
  readonly answers?: readonly number[];
  /** How many failed with status 503, at once. */
  readonly failed?: number;
  /** How many were never answered. */
  readonly silent?: number;
  readonly open?: readonly number[];
  readonly until?: number;
}

/** What the guard says of requests that have just ended. */
function look(text: string, seen: Seen): string | undefined {
  const parsed = parseExpectation(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { answers = [], failed = 0, silent = 0, open = [], until = 20_000 } = seen;
  const recent = new RecentWindow(OVER / 50, 50);
  const add = (latency: number, changes: Partial<Observation> = {}): void =>
    recent.add({ due: until - latency, end: until, name: 'home', ok: true, answered: true, ...changes });
  for (const latency of answers) add(latency);
  for (let count = 0; count < failed; count += 1) add(1, { ok: false, failure: 'status 503' });
  for (let count = 0; count < silent; count += 1) add(1, { ok: false, answered: false, failure: 'timeout' });
  return tripOf({ expectation: parsed.expectation, over: OVER }, { ...recent.upTo(until), open });
}

function times(count: number, latency: number): number[] {
  return Array.from({ length: count }, () => latency);
}

describe('a guard', () => {
  it('trips when its condition holds, and says by what figures', () => {
    expect(look('errors(shoppers) > 50%', { answers: times(10, 20), failed: 30 })).toBe(
      'errors(shoppers) is 75% (n=40) in the last 5s, which is > 50%; failed: 30 status 503',
    );
    expect(look('success(shoppers) < 50%', { answers: times(10, 20), failed: 30 })).toContain('is 25%');
    expect(look('p95(shoppers) > 2s', { answers: times(40, 3_000) })).toContain('p95(shoppers) is 3s (n=40)');
    expect(look('success(shoppers) == 0%', { failed: 30 })).toContain('which is == 0%');
  });

  it('does not trip while the condition does not hold', () => {
    expect(look('errors(shoppers) > 50%', { answers: times(20, 20), failed: 20 })).toBeUndefined();
    expect(look('errors(shoppers) >= 50%', { answers: times(20, 20), failed: 20 })).toBeDefined();
    expect(look('p95(shoppers) > 2s', { answers: times(100, 2_000) })).toBeUndefined();
    expect(look('success(shoppers) == 0%', { answers: [20], failed: 30 })).toBeUndefined();
  });

  it.each([
    ['<', false],
    ['<=', true],
    ['>', false],
    ['>=', true],
    ['==', true],
  ])('that asks for %s the bound trips at the bound itself: %s', (comparison, trips) => {
    const half = { answers: times(20, 20), failed: 20 };
    expect(look(`errors(shoppers) ${comparison} 50%`, half) !== undefined).toBe(trips);
  });

  it('trips below its bound, or above it, and not on the other side', () => {
    const half = { answers: times(20, 20), failed: 20 };
    const trips = (comparison: string, bound: number): boolean =>
      look(`errors(shoppers) ${comparison} ${bound}%`, half) !== undefined;
    expect(['<', '<=', '>', '>='].map((comparison) => trips(comparison, 60))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['<', '<=', '>', '>='].map((comparison) => trips(comparison, 40))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('does not trip on fewer requests than it takes, however bad they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (failed) => {
        const trips = look('errors(shoppers) > 0%', { failed }) !== undefined;
        expect(trips).toBe(failed >= FEWEST_FOR_GUARD);
      }),
    );
  });

  it('takes what never answered for slower than any bound', () => {
    expect(look('p95(shoppers) > 1h', { answers: times(50, 20), silent: 50 })).toContain('50 timeout');
    expect(look('p95(shoppers) < 10ms', { silent: 50 })).toBeUndefined();
  });

  it('counts requests that are open with the time that they have lasted, for latencies only', () => {
    expect(look('p50(shoppers) > 2s', { open: times(40, 3_000) })).toContain('p50(shoppers) is 3s (n=40)');
    expect(look('p50(shoppers) > 2s', { open: times(40, 1_000) })).toBeUndefined();
    expect(look('p50(shoppers) >= 2s', { open: times(40, 1_000) })).toBeUndefined();
    expect(look('max(shoppers) > 2s', { answers: times(20, 20), open: [3_000] })).toBeDefined();
    expect(look('mean(shoppers) >= 1s', { answers: times(20, 20), open: times(20, 3_000) })).toBeDefined();
    expect(look('errors(shoppers) >= 0%', { open: times(40, 3_000) })).toBeUndefined();
  });

  it('does not take requests that are open for quick', () => {
    expect(look('p50(shoppers) < 1s', { answers: times(20, 20) })).toBeDefined();
    expect(look('p50(shoppers) < 1s', { answers: times(20, 20), open: times(21, 10) })).toBeUndefined();
  });

  it('looks at a rate once it has seen a whole window, whatever came', () => {
    expect(look('rps(shoppers) < 10/s', { until: 4_900 })).toBeUndefined();
    expect(look('rps(shoppers) < 10/s', { until: 5_300 })).toContain('rps(shoppers) is 0/s (n=0)');
    expect(look('rps(shoppers) < 10/s', { answers: times(100, 20) })).toBeUndefined();
  });
});
