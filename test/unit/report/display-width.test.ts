import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth, padToWidth } from '../../../src/report/display-width.ts';

describe('displayWidth', () => {
  it.each([
    ['baseline', 8],
    ['', 0],
    ['e\u0301', 1],
    ['東京', 4],
    ['한국', 4],
    ['ﾊﾝｶｸ', 4],
    ['Ａ', 2],
    ['👩‍👧', 2],
    ['🇩🇪', 2],
    ['⚠\uFE0F', 2],
    ['✓', 1],
    ['\u200B', 0],
  ])('of %j is %i cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });
});

describe('cutToWidth', () => {
  it('leaves what fits', () => {
    expect(cutToWidth('baseline', 8)).toBe('baseline');
  });

  it('shows with an ellipsis that something was cut', () => {
    expect(cutToWidth('baseline', 5)).toBe('base…');
  });

  it('does not cut a wide character in half', () => {
    expect(cutToWidth('東京都', 4)).toBe('東…');
  });

  it('never takes more cells than it may', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, cells) => {
        expect(displayWidth(cutToWidth(text, cells))).toBeLessThanOrEqual(cells);
      }),
    );
  });
});

describe('padToWidth', () => {
  it('fills up by cells, not by characters', () => {
    expect(padToWidth('東', 4)).toBe('東  ');
  });

  it('leaves what is too long', () => {
    expect(padToWidth('baseline', 3)).toBe('baseline');
  });
});
