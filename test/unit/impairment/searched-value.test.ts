import { describe, expect, it } from 'vitest';

import { CLEAR } from '../../../src/impairment/model.ts';
import {
  formatSearched,
  moreIsBetter,
  parseSearched,
  SEARCHED_KEYS,
  withSearched,
} from '../../../src/impairment/searched-value.ts';

describe('the value that a search changes', () => {
  it('is half of a round trip in each direction', () => {
    expect(withSearched(CLEAR, { key: 'rtt' }, 100)).toEqual({
      ...CLEAR,
      up: { delay: 50 },
      down: { delay: 50 },
    });
  });

  it('changes the direction that it names, and nothing else', () => {
    const base = { ...CLEAR, up: { delay: 20 }, down: { delay: 30, rate: 1e6 } };
    expect(withSearched(base, { key: 'delay', direction: 'down' }, 100)).toEqual({
      ...base,
      down: { delay: 100, rate: 1e6 },
    });
    expect(withSearched(base, { key: 'delay' }, 100)).toEqual({
      ...base,
      up: { delay: 100 },
      down: { delay: 100, rate: 1e6 },
    });
  });

  it('gets better as it grows where it is a rate, and nowhere else', () => {
    expect(SEARCHED_KEYS.filter((key) => moreIsBetter({ key }))).toEqual(['rate']);
  });

  it.each([
    ['rtt', '150ms', 150],
    ['buffer', '2s', 2000],
    ['loss', '2%', 0.02],
    ['rate', '5Mbit/s', 5_000_000],
  ] as const)('is read and shown in the unit of its key: %s as %s', (key, text, amount) => {
    expect(parseSearched({ key }, text)).toMatchObject({ ok: true, value: amount });
    expect(formatSearched({ key }, amount)).toBe(text);
  });
});
