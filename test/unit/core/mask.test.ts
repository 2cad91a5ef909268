import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createMasker } from '../../../src/core/mask.ts';

describe('createMasker', () => {
  it('masks every occurrence of every secret', () => {
    expect(createMasker(['s3cret', 'token'])('s3cret token s3cret')).toBe('*** *** ***');
  });

  it('masks the longer of two secrets where one holds the other', () => {
    expect(createMasker(['abc', 'abcdef'])('abcdef abc')).toBe('*** ***');
  });

  it('masks how a secret looks inside JSON and in a URI', () => {
    const secret = 'a "b" / c&d';
    const mask = createMasker([secret]);
    expect(mask(JSON.stringify({ secret }))).toBe('{"secret":"***"}');
    expect(mask(`/?q=${encodeURIComponent(secret)}`)).toBe('/?q=***');
    expect(mask(new URL(`http://h/?q=${secret}`).href)).toBe('http://h/?q=***');
  });

  it('masks each line of a secret of many lines', () => {
    expect(createMasker(['first\nsecond\n'])('key: |\n  first\n  second\n')).toBe('key: |\n  ***\n  ***\n');
  });

  it('leaves values alone that are too short to hide anything', () => {
    expect(createMasker(['1', 'no', '  '])('1 no  yes')).toBe('1 no  yes');
  });

  it('takes every character of a secret literally', () => {
    expect(createMasker(['a.c+(x)'])('abc+(x) a.c+(x)')).toBe('abc+(x) ***');
  });

  it('leaves no secret in any text', () => {
    const secret = fc
      .string({ minLength: 3, unit: 'binary' })
      .filter((value) => !value.includes('*') && value.trim().length >= 3);
    const pieces = fc.array(fc.oneof(fc.string(), fc.nat({ max: 3 })), { maxLength: 10 });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), pieces, (secrets, parts) => {
        const text = parts
          .map((part) => (typeof part === 'string' ? part : secrets[part % secrets.length]))
          .join('');
        const masked = createMasker(secrets)(text);
        expect(secrets.filter((value) => masked.includes(value))).toEqual([]);
      }),
    );
  });
});
