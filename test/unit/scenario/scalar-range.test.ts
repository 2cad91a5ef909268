import fc from 'fast-check';
import { isScalar, parseDocument, type Scalar } from 'yaml';
import { describe, expect, it } from 'vitest';

import { ScalarRanges } from '../../../src/scenario/scalar-range.ts';

function scalarOf(text: string): Scalar {
  const node: unknown = parseDocument(text).get('key', true);
  if (!isScalar(node)) throw new Error(`no scalar in ${text}`);
  return node;
}

function partOf(text: string, part: string): string {
  const scalar = scalarOf(text);
  const start = String(scalar.value).indexOf(part);
  const range = new ScalarRanges(text).rangeOf(scalar, { start, end: start + part.length });
  return text.slice(range.start, range.end);
}

describe('ScalarRanges', () => {
  it.each([
    ['key: some PART here\n', 'PART'],
    ['key: "a \\n \\u0041 PART here"\n', 'PART'],
    ["key: 'it''s a PART'\n", 'PART'],
    ['key: |\n  first\n  a PART here\n', 'PART'],
    ['key: >\n  first\n  a PART here\n', 'PART'],
    ['key: "first\n  a PART here"\n', 'PART'],
    ['key: first\n  a PART here\n', 'PART'],
    ['key: "first \\\n  a PART here"\n', 'PART'],
    ['key: "\\x41 \\U00000041 \\" \\\\ a PART"\n', 'PART'],
    ['key: first\r\n  a PART here\r\n', 'PART'],
    ['key: |\r\n  first\r\n  a PART here\r\n', 'PART'],
    ['key: PART\n', 'PART'],
    ["key: 'PART'\n", 'PART'],
    ['key: "PART"\n', 'PART'],
    ['key: |\n  PART\n', 'PART'],
  ])('finds a part in %j', (text, part) => {
    expect(partOf(text, part)).toBe(part);
  });

  it('is the whole scalar where that is no text, or has no such place', () => {
    const text = 'key: 12345\n';
    expect(new ScalarRanges(text).rangeOf(scalarOf(text), { start: 1, end: 2 })).toEqual({
      start: 5,
      end: 10,
    });
    const paragraphs = 'key: |\n  first\n\n  a PART\n';
    expect(partOf(paragraphs, 'PART')).toBe(paragraphs.slice(5));
    const short = 'key: "abc"\n';
    const ranges = new ScalarRanges(short);
    expect(ranges.rangeOf(scalarOf(short), { start: 2, end: 9 })).toEqual({ start: 5, end: 10 });
    expect(ranges.rangeOf(scalarOf(short), { start: 9, end: 9 })).toEqual({ start: 5, end: 10 });
  });

  it('is where nothing is, for a part of no length', () => {
    const text = 'key: "a\\tb"\n';
    expect(new ScalarRanges(text).rangeOf(scalarOf(text), { start: 2, end: 2 })).toEqual({
      start: 9,
      end: 9,
    });
    expect(new ScalarRanges(text).rangeOf(scalarOf(text), { start: 3, end: 3 })).toEqual({
      start: 10,
      end: 10,
    });
  });

  it('covers an escape as a whole', () => {
    expect(partOf('key: "a\\tb"\n', '\t')).toBe('\\t');
    expect(partOf("key: 'it''s'\n", "'")).toBe("''");
  });

  it('finds every part of any single-quoted text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20 }).filter((value) => /^[ -~]+$/.test(value)),
        (value) => {
          const text = `key: '${value.replaceAll("'", "''")}'\n`;
          expect(partOf(text, value)).toBe(value.replaceAll("'", "''"));
        },
      ),
    );
  });
});
