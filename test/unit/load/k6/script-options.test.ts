import { describe, expect, it } from 'vitest';

import { parseGoDuration } from '../../../../src/load/k6/go-duration.ts';
import { parseScriptOptions } from '../../../../src/load/k6/script-options.ts';

const CONSTANT = { executor: 'constant-vus', duration: '1m30s', startTime: null };

function durationOf(scenarios: object): number | undefined {
  return parseScriptOptions(JSON.stringify({ scenarios }))?.duration;
}

describe('how long a script asks', () => {
  it('is until the end of its last scenario', () => {
    const later = { executor: 'constant-arrival-rate', duration: '10s', startTime: '2m' };
    expect(durationOf({ a: CONSTANT })).toBe(90_000);
    expect(durationOf({ a: CONSTANT, b: later })).toBe(130_000);
  });

  it('is the sum of its stages', () => {
    const stages = [
      { duration: '10s', target: 1 },
      { duration: '500ms', target: 0 },
    ];
    expect(durationOf({ a: { executor: 'ramping-vus', stages } })).toBe(10_500);
    expect(durationOf({ a: { executor: 'ramping-arrival-rate', stages, startTime: '1s' } })).toBe(11_500);
  });

  it.each(['shared-iterations', 'per-vu-iterations', 'of-an-extension'])(
    'cannot be told of %s',
    (executor) => {
      expect(durationOf({ a: CONSTANT, b: { executor, maxDuration: '10m' } })).toBeUndefined();
    },
  );
});

describe('what k6 says of a script', () => {
  it('has its hosts, its tags and its users', () => {
    const text = JSON.stringify({
      hosts: { 'shop.example': '192.0.2.1' },
      systemTags: ['status'],
      maxVUs: 20,
      scenarios: {},
    });
    expect(parseScriptOptions(text)).toMatchObject({
      hosts: ['shop.example'],
      systemTags: ['status'],
      usersAtFirst: 20,
    });
  });

  it('has no users of an arrival rate that come only when they are needed', () => {
    const scenarios = { a: { executor: 'constant-arrival-rate', preAllocatedVUs: 10, maxVUs: 1000 } };
    expect(parseScriptOptions(JSON.stringify({ maxVUs: 1005, scenarios }))?.usersAtFirst).toBe(15);
  });

  it('has its thresholds, plain ones and those with options', () => {
    const thresholds = { checks: ['rate>0.5', { threshold: 'rate>0.1', abortOnFail: true }] };
    expect(parseScriptOptions(JSON.stringify({ thresholds }))?.thresholds).toEqual([
      { metric: 'checks', text: 'rate>0.5' },
      { metric: 'checks', text: 'rate>0.1' },
    ]);
  });

  it('is not understood when it is something else', () => {
    expect(parseScriptOptions('time="2026" level=error')).toBeUndefined();
  });
});

describe('a duration as Go writes it', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['1h2m3.5s', 3_723_500],
    ['1m0s', 60_000],
    ['.5s', 500],
    ['1.5ms', 1.5],
    ['2d', 172_800_000],
    ['3us', 0.003],
  ])('is read: %s', (text, milliseconds) => {
    expect(parseGoDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each(['', '5', 's', '1 s', '-1s', '1x', '1s!', '5m3'])('is none: "%s"', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});
