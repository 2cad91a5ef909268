import { describe, expect, it } from 'vitest';

import { readWanted, tooLate } from '../../../../src/cli/by-hand/usage-problems.ts';

describe('what a person asks for by hand', () => {
  it('is a document and a lease', () => {
    expect(readWanted(['delay=100ms'], '90s')).toEqual({
      document: { delay: '100ms' },
      lease: 90_000,
      mistakes: [],
    });
    expect(readWanted([], '24h')).toMatchObject({ document: {}, lease: 86_400_000, mistakes: [] });
    expect(readWanted(['wpt/3g'], undefined)).toEqual({ document: { profile: 'wpt/3g' }, mistakes: [] });
  });

  it('is refused with all mistakes at once, each with its place and in the words of the language', () => {
    const { mistakes } = readWanted(['wpt/9g', 'delay=100', 'up.rate=5kbps'], '30h');
    expect(mistakes.map(({ code, exitCode }) => [code, exitCode])).toEqual([
      ['unknown-profile', 2],
      ['invalid-quantity', 2],
      ['invalid-quantity', 2],
      ['out-of-range', 2],
    ]);
    expect(mistakes.map(({ message }) => message)).toEqual([
      'there is no profile `wpt/9g`',
      '`delay`: expected a duration, got the bare number `100`',
      '`up.rate`: `kbps` is ambiguous in a rate of bits',
      '`--for`: expected 1s to 24h, got `30h`',
    ]);
  });

  it.each([
    [['delay=1ms'], '10', 'invalid-quantity'],
    [['delay=1ms'], '0s', 'out-of-range'],
    [['delay=1ms'], '10min', 'invalid-quantity'],
    [[], undefined, 'missing-key'],
  ])('%j for %s is %s', (words, lease, code) => {
    expect(readWanted(words, lease).mistakes.map((mistake) => mistake.code)).toEqual([code]);
  });

  it('leaves what depends on what is in force for later', () => {
    expect(readWanted(['jitter=5ms'], undefined).mistakes).toEqual([]);
  });
});

describe('an option that only the start of an impairment follows', () => {
  it('is named, with what to do, where it would change nothing', () => {
    expect(tooLate('eth0', { for: '5m', allow: true, out: 'here' })).toMatchObject({
      code: 'option-too-late',
      message: '`eth0` is impaired already: `--allow` and `--out` would change nothing',
      hint: 'leave them out, or `scenario clear eth0` first',
      exitCode: 2,
    });
  });

  it('is none of those that change what is in force', () => {
    expect(tooLate('eth0', { for: '5m' })).toBeUndefined();
  });
});
