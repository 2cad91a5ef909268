import { describe, expect, it } from 'vitest';

import { findProfile, listProfiles } from '../../../src/impairment/catalogue.ts';
import { addedRtt, isClear } from '../../../src/impairment/model.ts';
import { readImpairment } from '../../../src/impairment/read-impairment.ts';

describe('the built-in profiles', () => {
  it('have ids of their own, `source/name` in lower-case kebab, and a source', () => {
    const ids = listProfiles().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(listProfiles().every(({ source }) => source.length > 10)).toBe(true);
  });

  it('pass the checks that a document passes', () => {
    // The change makes the reader check the profile's own parts as well.
    const problems = listProfiles().flatMap(
      ({ id }) => readImpairment({ profile: id, corrupt: 'none' }, new Map()).problems,
    );
    expect(problems).toEqual([]);
  });

  it('say which quantity their latency is, wherever they have one', () => {
    const silent = listProfiles().filter(
      ({ states, impairment }) => states === 'none' && addedRtt(impairment) > 0,
    );
    expect(silent).toEqual([]);
  });

  it.each([
    ['wpt/3g', { up: { delay: 150, rate: 768_000 }, down: { delay: 150, rate: 1_600_000 } }],
    ['sitespeed/3g', { up: { delay: 75, rate: 768_000 }, down: { delay: 75, rate: 1_600_000 } }],
    ['devtools/slow-4g', { up: { delay: 75, rate: 675_000 }, down: { delay: 75, rate: 1_440_000 } }],
    ['devtools/offline', { up: { partition: true }, down: { partition: true } }],
    ['lighthouse/mobile-slow-4g', { up: { delay: 75, rate: 675_000 }, down: { delay: 75, rate: 1_474_560 } }],
    ['atc/edge-average', { up: { delay: 440, rate: 200_000 }, down: { delay: 400, rate: 240_000 } }],
    ['apple/lte', { up: { delay: 65, rate: 1e7 }, down: { delay: 50, rate: 5e7 } }],
    [
      'android/gprs',
      { up: { delay: 175, jitter: 100, rate: 40_000 }, down: { delay: 175, jitter: 100, rate: 80_000 } },
    ],
    [
      'comcast/wifi-good',
      {
        up: { delay: 40, rate: 3e7, loss: { average: 0.002, burst: 1 } },
        down: { rate: 3e7, loss: { average: 0.002, burst: 1 } },
      },
    ],
    ['scope/slow', { up: {}, down: { delay: 2000 } }],
    ['scope/drop-low', { up: {}, down: { loss: { average: 0.1, burst: 1 } } }],
  ])('%s holds what its source states, as one-way delays', (id, expected) => {
    expect(findProfile(id)?.impairment).toEqual({ ...expected, connection: {} });
  });

  it('keep the round trips of an Android profile within the range of its source', () => {
    const { up, down } = findProfile('android/umts')!.impairment;
    expect(up.delay! + down.delay! - up.jitter! - down.jitter!).toBe(35);
    expect(up.delay! + down.delay! + up.jitter! + down.jitter!).toBe(200);
  });

  it('have two names for a clear link', () => {
    expect(
      listProfiles()
        .filter(({ impairment }) => isClear(impairment))
        .map(({ id }) => id),
    ).toEqual(['wpt/native', 'scope/clear']);
  });

  it('are found by their whole id only', () => {
    expect(findProfile('3g')).toBeUndefined();
    expect(findProfile('constructor')).toBeUndefined();
  });
});
