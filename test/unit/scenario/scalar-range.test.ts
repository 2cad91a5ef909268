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
  ])('finds a part in %j', (text, part) => {
    expect(partOf(text, part)).toBe(part);
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
