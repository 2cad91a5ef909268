import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatInstant,
  formatMeasured,
  formatMoment,
  formatPercentile,
  formatShare,
} from '../../../src/report/figures.ts';

describe('formatMeasured', () => {
  it.each([
    [0, '0ms'],
    [0.0456, '45.6us'],
    [4.2345, '4.23ms'],
    [987.6, '988ms'],
    [1234.5, '1.23s'],
    [123_456, '123s'],
  ])('writes %f ms as %s', (ms, text) => {
    expect(formatMeasured(ms)).toBe(text);
  });
});

describe('formatPercentile', () => {
  it('tells no answer from no data', () => {
    expect([formatPercentile(null, 7), formatPercentile(null, 0)]).toEqual(['no answer', 'no data']);
  });
});

describe('formatShare', () => {
  it('never rounds a failure away', () => {
    expect(formatShare(999_999 / 1_000_000)).toBe('99.999%');
  });

  it.each([
    [1, '100%'],
    [0.992, '99.2%'],
    [0.29, '29%'],
    [0, '0%'],
    [null, 'no data'],
  ])('writes %s as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [999, '999 B'],
    [91_000, '91 kB'],
    [2_450_000, '2.5 MB'],
    [3e9, '3 GB'],
  ])('writes %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatMoment', () => {
  it('writes seconds to the tenth', () => {
    expect([0, 15_004, 1250].map(formatMoment)).toEqual(['0s', '15s', '1.3s']);
  });
});

describe('formatInstant', () => {
  it.each(['2026-11-21T21:30:00.123Z', '2026-11-21T21:30:00Z'])('reads %s as a person would', (iso) => {
    expect(formatInstant(iso)).toBe('2026-11-21 21:30:00 UTC');
  });
});
