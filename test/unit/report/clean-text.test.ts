import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../../src/report/clean-text.ts';

describe('cleanLine', () => {
  it('leaves ordinary text of any script alone', () => {
    expect(cleanLine('p95(shoppers) < 2s, Ünïcode, 東京, עברית, 👩‍👧')).toBe(
      'p95(shoppers) < 2s, Ünïcode, 東京, עברית, 👩‍👧',
    );
  });

  it('takes whole escape sequences away, not only their first byte', () => {
    expect(cleanLine('\u001B[31mred\u001B[0m \u001B]8;;http://evil\u0007link\u001B]8;;\u0007')).toBe(
      'red link',
    );
  });

  it('makes line breaks blanks, so that a name cannot fake a line of its own', () => {
    expect(cleanLine('a\r\nPASS b\u2028c')).toBe('a PASS b c');
  });

  it('replaces half a surrogate pair', () => {
    expect(cleanLine('a\uD800b')).toBe('a\uFFFDb');
  });

  it('never lets a control or a bidi override through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanLine(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
      }),
    );
  });

  it('does not let an escape sequence be put together by what it takes away', () => {
    expect(cleanLine('\u001B\u202E[31mred')).not.toContain('\u001B');
  });
});
