import { describe, expect, it } from 'vitest';

import { searchText } from '../../../src/cli/search-text.ts';
import type { PlannedSearch } from '../../../src/plan/planned-search.ts';
import { settleAt, stateAt } from '../../../src/plan/searched-state.ts';
import { placeOf, planText, soundBut, soundPlan } from '../../helpers/planning.ts';

const SEARCH = '{ vary: last-mile.rtt, from: 0ms, to: 2s, precision: 50ms, at-least: 300ms }';

/** The sound scenario with a search in its second step. */
function searching(search = SEARCH, ...changes: readonly (readonly [string, string])[]): string {
  return soundBut(
    ['    for: 10s\n    impair: { last-mile: wpt/3g }', `    for: 150s\n    search: ${search}`],
    ['- p95(shoppers) <= baseline + 2s', '- success(shoppers) >= 98%'],
    ['- success(cart-link) >= 98%', '- p95(shoppers) < 1s'],
    ...changes,
  );
}

function searchOf(text: string): PlannedSearch {
  const search = soundPlan(text).steps[1]?.search;
  if (search === undefined) throw new Error('the step does not search');
  return search;
}

/** The one mistake of a text, and what it is about. */
function mistake(text: string): string {
  const [found, ...others] = planText(text).found;
  if (found === undefined || others.length > 0) throw new Error(JSON.stringify([found, ...others]));
  return `${found.position} ${found.code} ${found.marked}`;
}

describe('a step that searches', () => {
  it('has what it tries, what it judges and how long that may take in its plan', () => {
    const [, step] = soundPlan(searching()).steps;
    expect(step?.expectations).toEqual([]);
    expect(step?.links[0]).toMatchObject({
      label: 'rtt searched from 0ms to 2s',
      impairment: { up: {}, down: {} },
      reaches: { up: { delay: 1000 }, down: { delay: 1000 } },
      rtt: 2000,
    });
    const { range, most, checks, forecast } = searchOf(searching());
    expect(range).toEqual({ from: 0, to: 2000, precision: 50, gate: 300 });
    expect(most).toBe(15);
    expect(checks.map(({ that }) => that)).toEqual(['success(shoppers) >= 98%', 'p95(shoppers) < 1s']);
    expect(forecast?.longest).toBeLessThan((forecast?.sweep ?? 0) / 2);
  });

  it('lays the value over what the link is beside it, and settles by it', () => {
    const search = searchOf(
      searching(SEARCH, ['    search:', '    impair: { last-mile: wpt/3g }\n    search:']),
    );
    const state = stateAt(search, 600);
    expect(state).toMatchObject({ up: { delay: 300, rate: 768_000 }, down: { delay: 300 } });
    expect(settleAt(search, 600)).toBeGreaterThan(2000);
    expect(settleAt(searchOf(searching(SEARCH, ['    search:', '    settle: 3s\n    search:'])), 600)).toBe(
      3000,
    );
  });

  it('goes down where more is better', () => {
    const text = searching(
      '{ vary: last-mile.down.rate, from: 10Mbit/s, to: 1Mbit/s, precision: 500kbit/s, at-most: 2Mbit/s }',
    );
    const search = searchOf(text);
    expect(search.range).toEqual({ from: 10e6, to: 1e6, precision: 500e3, gate: 2e6 });
    expect(stateAt(search, 3e6)).toEqual({ up: {}, down: { rate: 3e6 }, connection: {} });
  });

  it('is printed with its range, its trials and its time beside that of a sweep', () => {
    const [, step] = soundPlan(searching()).steps;
    if (step === undefined) throw new Error('no step');
    const text = searchText(step);
    expect(text).toContain('search last-mile.rtt from 0ms to 2s, to 50ms, at least 300ms, at 95%');
    expect(text).toMatch(
      /at most 15 trials of 41 values, within 148s; a value takes at least \d+ samples to hold/,
    );
    expect(text).toMatch(
      /at most \d+s where every value shows itself at once; to try each value once would take \d+/,
    );
    expect(text).toContain('at each value p95(shoppers) < 1s');
  });
});

describe('what is wrong with a search', () => {
  it.each([
    ['from: 0ms', 'from: 3s', 'search-range', '3s'],
    ['from: 0ms', 'from: 2s', 'search-range', '2s'],
    ['from: 0ms', 'from: 0', 'invalid-quantity', '0'],
    ['precision: 50ms', 'precision: 0ms', 'search-precision', '0ms'],
    ['precision: 50ms', 'precision: 3s', 'search-precision', '3s'],
    ['precision: 50ms', 'precision: 1us', 'search-precision', '1us'],
    ['last-mile.rtt', 'last-mil.rtt', 'unknown-edge', 'last-mil.rtt'],
    ['last-mile.rtt', 'rtt', 'unknown-edge', 'rtt'],
    ['last-mile.rtt', 'last-mile.speed', 'search-value', 'last-mile.speed'],
    ['last-mile.rtt', 'last-mile.up.rtt', 'search-value', 'last-mile.up.rtt'],
    ['at-least: 300ms', 'at-least: 3s', 'search-gate', '3s'],
    ['at-least: 300ms', 'at-most: 300ms', 'search-gate', 'at-most'],
    ['at-least: 300ms', 'at-least: 300', 'invalid-quantity', '300'],
  ])('%s as %s is %s', (from, to, code, marked) => {
    const text = searching(SEARCH.replace(from, to));
    const found = planText(text).found.filter((one) => one.code === code);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ marked, severity: 'error' });
    const line = text.slice(0, text.indexOf('search: {')).split('\n').length;
    expect(found[0]?.position).toMatch(new RegExp(`^${line}:`));
  });

  it('is a value that the driver cannot do', () => {
    const text = searching('{ vary: last-mile.corrupt, from: 0%, to: 10%, precision: 1% }');
    const found = planText(text).found.map(({ code, marked }) => `${code} ${marked}`);
    // Each direction is impossible by itself.
    expect([...new Set(found)]).toEqual(['impairment-impossible last-mile.corrupt']);
  });

  it('is a value that needs another that is not there', () => {
    const text = searching('{ vary: last-mile.jitter, from: 0ms, to: 100ms, precision: 10ms }');
    expect(mistake(text)).toContain('jitter-without-delay last-mile.jitter');
  });

  it.each([
    ['max(shoppers) < 1s', 'a maximum'],
    ['rps(shoppers) > 5/s', 'a rate'],
    ['success(shoppers) == 100%', 'equality'],
  ])('is to expect %s, which is %s', (that) => {
    const text = searching(SEARCH, ['p95(shoppers) < 1s', that]);
    expect(mistake(text)).toBe(`${placeOf(text, that)} search-expectation ${that}`);
  });

  it.each([
    ['    warn:\n      - p99(shoppers) < 9s\n', 'search-expectation'],
    ['    load: { shoppers: { from: 90/s, to: 110/s } }\n', 'search-step'],
    ['    do:\n      - { at: 5s, restart: carts }\n', 'search-step'],
    ['    impair: { last-mile: { loss: { ramp: { from: 0%, to: 5% } } } }\n', 'search-step'],
  ])('is %j beside it', (lines, code) => {
    const found = planText(`${searching()}${lines}`).found.filter(({ severity }) => severity === 'error');
    expect(found.map((one) => one.code)).toEqual([code]);
  });

  it('is a step without anything expected', () => {
    const text = searching(SEARCH, [
      '    expect:\n      - success(shoppers) >= 98%\n      - p95(shoppers) < 1s\n',
      '',
    ]);
    expect(mistake(text)).toBe(`${placeOf(text, 'search:')} search-expectation search`);
  });

  it('is a time in which it could not be found, with one in which it could', () => {
    const text = searching(SEARCH, ['for: 150s', 'for: 20s']);
    const [found] = planText(text).found;
    expect(found).toMatchObject({ code: 'search-too-short', marked: '20s' });
    const enough = /`for: ([^`]+)`/.exec(found?.hint ?? '')?.[1] ?? '';
    expect(planText(text.replace('for: 20s', `for: ${enough}`)).found).toEqual([]);
  });
});
