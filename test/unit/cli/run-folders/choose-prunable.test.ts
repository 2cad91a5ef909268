import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { choosePrunable, type PruneRule } from '../../../../src/cli/run-folders/choose-prunable.ts';
import { parseAge } from '../../../../src/cli/run-folders/parse-age.ts';
import { pruneText } from '../../../../src/cli/run-folders/prune-text.ts';
import { STATUSES, type RunRecord } from '../../../../src/cli/run-folders/run-record.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T08:00:00Z');

function run(scenario: string, days: number, changes: Partial<RunRecord> = {}): RunRecord {
  const id = `${scenario}-${days}`;
  return {
    id,
    folder: `runs/${id}`,
    scenario,
    status: 'pass',
    started: NOW - days * DAY,
    tags: [],
    leftOut: [],
    ...changes,
  };
}

function removed(runs: readonly RunRecord[], rule: Omit<PruneRule, 'now'>): string[] {
  return choosePrunable(runs, { ...rule, now: NOW }).remove.map(({ id }) => id);
}

const RUNS = [
  run('cart', 0),
  run('home', 1),
  run('cart', 2),
  run('cart', 9),
  run('home', 40),
  run('cart', 50),
];

describe('choosePrunable', () => {
  it('keeps the newest of each scenario', () => {
    expect(removed(RUNS, { keep: 1 })).toEqual(['cart-2', 'cart-9', 'home-40', 'cart-50']);
    expect(removed(RUNS, { keep: 3 })).toEqual(['cart-50']);
    const failed = RUNS.map((one) => ({ ...one, status: 'fail' as const }));
    expect(removed(failed, { keep: 0 })).toHaveLength(RUNS.length);
  });

  it('keeps what is younger, to the millisecond', () => {
    expect(removed(RUNS, { olderThan: 9 * DAY })).toEqual(['home-40', 'cart-50']);
    expect(removed(RUNS, { olderThan: 9 * DAY - 1 })).toEqual(['cart-9', 'home-40', 'cart-50']);
  });

  it('removes with both only what both call old', () => {
    expect(removed(RUNS, { keep: 1, olderThan: 5 * DAY })).toEqual(['cart-9', 'home-40', 'cart-50']);
    expect(removed(RUNS, { keep: 2, olderThan: 5 * DAY })).toEqual(['cart-9', 'cart-50']);
  });

  it('removes nothing where nothing says what is old', () => {
    expect(removed(RUNS, {})).toEqual([]);
  });

  it('keeps besides the newest of each scenario that passed, and says why', () => {
    const runs = [
      run('cart', 0, { status: 'fail' }),
      run('home', 1, { status: 'crashed' }),
      run('cart', 2, { leftOut: ['baseline'] }),
      run('cart', 9),
      run('cart', 40),
    ];
    const choice = choosePrunable(runs, { keep: 1, olderThan: DAY, now: NOW });
    expect(choice.remove.map(({ id }) => id)).toEqual(['cart-2', 'cart-40']);
    expect(choice.held.map(({ run: { id }, hold }) => [id, hold])).toEqual([['cart-9', 'newest-passed']]);
    expect(choice.kept).toBe(3);
    expect(removed(runs, { keep: 0 })).toEqual(['cart-0', 'home-1', 'cart-2', 'cart-40']);
  });

  it('keeps the newest of each cell that passed', () => {
    const cells = [{ profile: 'wpt/3g' }, { profile: 'wpt/cable' }, { profile: 'wpt/3g' }];
    const runs = cells.map((cell, days) => run('cart', days, { cell }));
    expect(removed(runs, { keep: 0 })).toEqual(['cart-2']);
  });

  it('keeps what did not pass where that is asked', () => {
    const runs = STATUSES.map((status, index) => run(status, index, { status }));
    expect(removed(runs, { keep: 0, keepFailed: true })).toEqual(['running-4', 'ended-6']);
  });

  it('says of what is old and has to stay why', () => {
    const runs = [
      run('a', 1, { hold: 'in-progress' }),
      run('b', 2, { hold: 'needs-cleanup' }),
      run('c', 3, { status: 'fail' }),
    ];
    const choice = choosePrunable(runs, { keep: 0, now: NOW });
    expect(choice.remove.map(({ id }) => id)).toEqual(['c-3']);
    expect(choice.held.map(({ run: { id }, hold }) => [id, hold])).toEqual([
      ['a-1', 'in-progress'],
      ['b-2', 'needs-cleanup'],
    ]);
    expect(choice.kept).toBe(2);
  });

  it('never removes what has to stay, nor more than either rule alone', () => {
    const record = fc.record({
      scenario: fc.constantFrom('a', 'b', 'c'),
      days: fc.integer({ min: 0, max: 60 }),
      hold: fc.constantFrom(undefined, 'in-progress', 'needs-cleanup', 'unreadable'),
    });
    const records = fc.array(record, { maxLength: 30 });
    const least = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(records, least, least, (drawn, keep, days) => {
        const runs = drawn
          .toSorted((one, other) => one.days - other.days)
          .map(({ scenario, days: age, hold }) => run(scenario, age, hold === undefined ? {} : { hold }));
        const olderThan = days * DAY;
        const both = choosePrunable(runs, { keep, olderThan, now: NOW });
        const byCount = new Set(choosePrunable(runs, { keep, now: NOW }).remove);
        const byAge = new Set(choosePrunable(runs, { olderThan, now: NOW }).remove);
        expect(both.remove.every((one) => one.hold === undefined)).toBe(true);
        expect(both.remove.every((one) => byCount.has(one) && byAge.has(one))).toBe(true);
        for (const scenario of ['a', 'b', 'c']) {
          const all = runs.filter((one) => one.scenario === scenario).length;
          const left = all - both.remove.filter((one) => one.scenario === scenario).length;
          expect(left).toBeGreaterThanOrEqual(Math.min(all, keep));
        }
      }),
    );
  });
});

describe('parseAge', () => {
  it.each([
    ['12h', 12 * 3_600_000],
    ['30d', 30 * DAY],
    ['8w', 56 * DAY],
    ['90m', 5_400_000],
  ])('reads %s', (text, value) => {
    expect(parseAge(text)).toEqual({ ok: true, value });
  });

  it.each(['30', '3M', '-1d', '5y', 'old'])('refuses %s', (text) => {
    expect(parseAge(text).ok).toBe(false);
  });
});

describe('pruneText', () => {
  const gone = { ...run('cart', 9, { status: 'fail' }), bytes: 1_200_000 };
  const held = [{ run: run('home', 40, { hold: 'needs-cleanup' }), hold: 'needs-cleanup' }] as const;

  it('says what was removed, what had to stay, and how much is free', () => {
    expect(pruneText({ dryRun: false, removed: [gone], held, kept: 4 })).toBe(
      `RUN      VERDICT   STARTED                  SIZE
cart-9   fail      2026-11-13 08:00:00Z   1.2 MB
kept: home-40: not everything of it is undone: run \`scenario cleanup runs/home-40\` first
1 run removed, 1.2 MB freed, 4 kept
`,
    );
  });

  it('says of a dry run that it was one', () => {
    expect(pruneText({ dryRun: true, removed: [gone, gone], held: [], kept: 0 })).toContain(
      '\n2 runs to remove, 2.4 MB to free, 0 kept; this was a dry run\n',
    );
    expect(pruneText({ dryRun: false, removed: [], held: [], kept: 3 })).toBe(
      '0 runs removed, 0 B freed, 3 kept\n',
    );
  });
});
