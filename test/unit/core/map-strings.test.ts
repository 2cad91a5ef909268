import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapStrings } from '../../../src/core/map-strings.ts';
import { createMasker } from '../../../src/core/mask.ts';

const mask = createMasker(['s3cret']);

describe('mapStrings', () => {
  it('masks every string of plain data, however deep, and keeps the rest', () => {
    const value = {
      text: 'a s3cret',
      list: ['s3cret', 1, null, [true, { deep: 's3crets3cret' }]],
      nothing: undefined,
    };
    expect(mapStrings(value, mask)).toEqual({
      text: 'a ***',
      list: ['***', 1, null, [true, { deep: '******' }]],
      nothing: undefined,
    });
    expect(value.text).toBe('a s3cret');
  });

  it('keeps keys, so that the shape stays', () => {
    expect(mapStrings({ s3cret: 's3cret' }, mask)).toEqual({ s3cret: '***' });
  });

  it('leaves no secret in any plain data, and nothing else changed', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('s3cret', 'before s3cret after'));
    const data = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      map: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('any'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(data.any, (value) => {
        const masked = JSON.stringify(mapStrings(value, mask));
        expect(masked).toBe(JSON.stringify(value).replaceAll('s3cret', '***'));
      }),
    );
  });
});
