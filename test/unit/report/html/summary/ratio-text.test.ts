import { describe, expect, it } from 'vitest';
import { ratioText } from '../../../../../src/report/html/summary/ratio-text.ts';

describe('ratioText', () => {
  it.each([
    [413, 11, '38x baseline'],
    [20.8, 11, '1.9x baseline'],
    [5, 11, '0.45x baseline'],
    [11.2, 11, 'as baseline'],
    [null, 11, undefined],
    [11, null, undefined],
    [11, undefined, undefined],
    [11, 0, undefined],
  ])('of %s to %s is %s', (value, before, text) => {
    expect(ratioText(value, before)).toBe(text);
  });
});
