import { describe, expect, it } from 'vitest';

import { formatTimeLeft } from '../../../../src/cli/by-hand/time-left.ts';

describe('the time that is left', () => {
  it.each([
    [0, '0s'],
    [1, '1s'],
    [59_001, '1m'],
    [552_000, '9m 12s'],
    [599_990, '10m'],
    [3_600_000, '1h'],
    [3_605_000, '1h'],
    [5_400_000, '1h 30m'],
    [86_400_000, '24h'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatTimeLeft(ms)).toBe(text);
  });
});
