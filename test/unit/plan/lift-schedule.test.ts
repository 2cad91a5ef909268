import { describe, expect, it } from 'vitest';

import { sha256 } from '../../../src/core/sha256.ts';
import type { PlannedLink } from '../../../src/plan/plan.ts';
import type { TraceFile } from '../../../src/scenario/trace-file.ts';
import { placeOf, planText, soundBut, type Planned } from '../../helpers/planning.ts';

function varying(value: string, ...changes: readonly (readonly [string, string])[]): string {
  return soundBut(['impair: { last-mile: wpt/3g }', `impair: { last-mile: ${value} }`], ...changes);
}

function plan(value: string, csv?: string): Planned {
  const files = new Map<string, TraceFile>();
  if (csv !== undefined)
    files.set('tram.csv', { kind: 'text', format: 'columns', text: csv, sha256: sha256(csv) });
  return planText(varying(value), 1, { traces: files });
}

function linkOf({ plan: sound, found }: Planned): PlannedLink {
  const link = sound?.steps[1]?.links[0];
  if (link === undefined) throw new Error(JSON.stringify(found));
  return link;
}

describe('the schedule of a link that varies', () => {
  it('begins with the window, in the time of the run, with what the step settles with', () => {
    const link = linkOf(plan('{ rtt: { ramp: { from: 100ms, to: 500ms, over: 1s } } }'));
    expect(link).toMatchObject({
      label: 'RTT from 100ms to 500ms over 1s',
      impairment: { up: { delay: 50 } },
      changed: true,
      rtt: 500,
    });
    expect(link.schedule?.map(({ at }) => at)).toEqual([12_000, 12_125, 12_375, 12_625, 12_875]);
    expect(link.schedule?.[0]?.impairment).toEqual(link.impairment);
  });

  it('settles for four of the round trips that it begins with', () => {
    const sound = plan('{ rtt: { ramp: { from: 1s, to: 3s } } }').plan;
    expect(sound?.steps[1]).toMatchObject({ start: 10_000, windowStart: 14_000 });
  });

  it('says what a driver can do of everything that it ever holds', () => {
    const link = linkOf(
      plan('{ stages: [{ for: 1s, is: none }, { for: 1s, is: { delay: 1s, rate: 1Mbit/s } }] }'),
    );
    expect(link.impairment).toEqual({ up: {}, down: {}, connection: {} });
    expect(link.capabilities.map(({ key }) => key)).toEqual(['delay', 'rate', 'delay', 'rate']);
  });

  it('is refused where the driver cannot do a part of it', () => {
    const { found } = plan('{ stages: [{ for: 1s, is: none }, { for: 1s, is: { corrupt: 1% } }] }');
    expect(found).toContainEqual(expect.objectContaining({ code: 'impairment-impossible' }));
  });

  it('lets the next step put its own state in force, whatever came of the last change', () => {
    const text = varying('{ rtt: 40ms, flap: { impaired: 3s, clear: 4s } }').concat(
      '  - name: after\n    for: 10s\n    expect:\n      - success(shoppers) >= 98%\n',
    );
    const { plan: sound } = planText(text);
    expect(sound?.steps[2]?.links.map(({ changed }) => changed)).toEqual([true, false]);
  });

  it('differs by seed, step and edge where there is chance in it', () => {
    const text = varying('{ rtt: 40ms, flap: { impaired: 900ms, clear: 900ms, jitter: 50% } }');
    const timesOf = (seed: number): number[] | undefined =>
      planText(text, seed).plan?.steps[1]?.links[0]?.schedule?.map(({ at }) => at);
    expect(timesOf(1)).toEqual(timesOf(1));
    expect(timesOf(1)).not.toEqual(timesOf(2));
  });

  it('has at most 20000 states', () => {
    const text = varying('{ rtt: 40ms, flap: { impaired: 100ms, clear: 100ms } }', [
      '  - name: slow\n    for: 10s',
      '  - name: slow\n    for: 1h',
    ]);
    expect(planText(text).found).toContainEqual(
      expect.objectContaining({ code: 'too-many-changes', position: placeOf(text, '{ rtt: 40ms') }),
    );
  });

  it('takes a trace for what stands beside it', () => {
    const link = linkOf(plan('{ rtt: 40ms, trace: tram.csv }', 'at (s), rate (Mbit/s)\n0, 8\n4, 2\n'));
    expect(link.label).toBe('RTT 40ms, trace tram.csv');
    expect(link.schedule).toMatchObject([
      { at: 12_000, impairment: { up: { delay: 20, rate: 8e6 } } },
      { at: 16_000, impairment: { down: { delay: 20, rate: 2e6 } } },
    ]);
  });
});

describe('a trace that cannot be used', () => {
  it.each([
    ['an empty one', '', 'trace-empty', '`tram.csv:1:1`: the trace is empty'],
    [
      'one out of order',
      'at (s), rtt (ms)\n0, 20\n0, 30\n',
      'trace-order',
      '`tram.csv:3:1`: `0s` is not later than the row before',
    ],
    [
      'a negative value',
      'at (s), rtt (ms)\n0, -20\n',
      'trace-value',
      '`tram.csv:2:4`: expected a duration that is not negative, got `-20ms`',
    ],
    [
      'an unknown column',
      'at (s), speed (km)\n0, 20\n',
      'trace-column',
      '`tram.csv:1:9`: `speed (km)` is not a column of a trace',
    ],
    [
      'what no link can do',
      'at (s), jitter (ms)\n0, 20\n',
      'jitter-without-delay',
      '0ms into its window, `jitter` varies a delay, and there is none',
    ],
  ])('is named with the place in it: %s', (_what, csv, code, message) => {
    const { plan: sound, found } = plan('{ trace: tram.csv }', csv);
    expect(sound).toBeUndefined();
    expect(found.filter(({ severity }) => severity === 'error')).toMatchObject([{ code, message }]);
  });

  it('is named where it is written when there is none', () => {
    const text = varying('{ trace: { up: tram.csv } }');
    expect(planText(text).found).toContainEqual(
      expect.objectContaining({ code: 'trace-unreadable', position: placeOf(text, 'tram.csv') }),
    );
  });

  it('is one that says nothing of its direction', () => {
    const { found } = plan(
      '{ trace: { down: tram.csv } }',
      'at (s), up.rtt (ms)\n0, 20\n'.replace('rtt', 'delay'),
    );
    expect(found).toMatchObject([
      { code: 'trace-column', message: '`tram.csv` has no column for what travels `down`' },
    ]);
  });

  it('lists at most twenty of its mistakes', () => {
    const rows = Array.from({ length: 50 }, (_, index) => `${index}, -1\n`).join('');
    const { found } = plan('{ trace: tram.csv }', `at (s), rtt (ms)\n${rows}`);
    expect(found.filter(({ code }) => code === 'trace-value')).toHaveLength(20);
    expect(found).toContainEqual(expect.objectContaining({ code: 'more-mistakes' }));
  });
});
