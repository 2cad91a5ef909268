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

  it('masks how a secret looks in the JSON of Go and of Python', () => {
    const mask = createMasker(['ü<p&ss>wörd/+']);
    expect(mask(String.raw`{"a":"ü\u003cp\u0026ss\u003ewörd/+"}`)).toBe('{"a":"***"}');
    expect(mask(String.raw`{"a": "\u00fc<p&ss>w\u00f6rd/+"}`)).toBe('{"a": "***"}');
  });

  it('masks how a secret looks in a form, in HTML, and with other percent-encodings', () => {
    const secret = `s3 cret'(ü)&"x"`;
    const mask = createMasker([secret]);
    expect(mask(new URLSearchParams({ q: secret }).toString())).toBe('q=***');
    expect(
      mask(`<b>${secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')}</b>`),
    ).toBe('<b>***</b>');
    expect(mask('s3%20cret%27%28%C3%BC%29%26%22x%22')).toBe('***');
    expect(mask('s3%20cret%27%28%c3%bc%29%26%22x%22')).toBe('***');
  });

  it('masks a secret in base64, also where it is a part of what was encoded', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 9, unit: 'grapheme-ascii' }).filter((secret) => secret.trim().length >= 9),
        fc.string({ maxLength: 4 }),
        fc.string({ maxLength: 4 }),
        fc.constantFrom<BufferEncoding>('base64', 'base64url'),
        (secret, before, after, encoding) => {
          const encoded = Buffer.from(before + secret + after).toString(encoding);
          const masked = createMasker([secret])(encoded);
          expect(masked).toContain('***');
          // At most what shares a character with its neighbours is left.
          const own =
            encoded.length -
            Math.ceil((Buffer.byteLength(before) * 4) / 3) -
            Math.ceil((Buffer.byteLength(after) * 4) / 3);
          expect(masked.length).toBeLessThanOrEqual(encoded.length - own + 3 + 6);
        },
      ),
    );
    expect(createMasker(['a long secret'])(Buffer.from('a long secret').toString('base64'))).toBe('***');
    expect(createMasker(['abc'])(Buffer.from('abc').toString('base64'))).toBe('YWJj');
  });

  it('masks the credentials of a header without their scheme, also decoded', () => {
    expect(createMasker(['Bearer abc.def'])('no token abc.def, Bearer abc.def')).toBe('no token ***, ***');
    const basic = createMasker([`Basic ${Buffer.from('joe:hunter2:x').toString('base64')}`]);
    expect(basic('joe:hunter2:x, hunter2:x of joe')).toBe('***, *** of joe');
  });

  it('masks the password of an address as it is there and as it is meant', () => {
    const mask = createMasker(['postgres://joe:p%40ssw%2Frd@db:5432/shop']);
    expect(mask('postgres://joe:p%40ssw%2Frd@db:5432/shop')).toBe('***');
    expect(mask('no p@ssw/rd for joe, p%40ssw%2Frd on db:5432')).toBe('no *** for joe, *** on db:5432');
    expect(createMasker(['https://ghp_token@git.example/x.git'])('bad ghp_token at git.example')).toBe(
      'bad *** at git.example',
    );
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
