import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../../../src/report/console/wrap-text.ts';
import { displayWidth } from '../../../../src/report/display-width.ts';

const words = fc.array(fc.stringMatching(/^[a-z漢]{1,30}$/u), { minLength: 1, maxLength: 12 });

describe('wrapping', () => {
  it('never makes a line wider than asked and never loses a character', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 0, max: 8 }),
        (parts, width, hang) => {
          const lines = wrapText(parts.join(' '), width, hang);
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(parts.join(''));
        },
      ),
    );
  });

  it('breaks at spaces and indents what follows', () => {
    expect(wrapText('RTT requested 300ms, observed 301.2ms', 22, 2)).toEqual([
      'RTT requested 300ms,',
      '  observed 301.2ms',
    ]);
  });

  it('cuts a word that is longer than a line', () => {
    expect(wrapText('see runs/20261121T213000Z', 12, 2)).toEqual([
      'see',
      '  runs/20261',
      '  121T213000',
      '  Z',
    ]);
  });

  it('takes time in proportion to its length', () => {
    const begin = performance.now();
    expect(wrapText('漢'.repeat(10_000), 80, 2)).toHaveLength(257);
    expect(wrapText('漢 '.repeat(5_000).trim(), 20_000, 2)).toHaveLength(1);
    // Measuring a line anew for each of its characters takes ten seconds and more.
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  it('keeps together what a reader takes for one character', () => {
    expect(wrapText('👩‍👧👩‍👧👩‍👧', 4, 0)).toEqual(['👩‍👧👩‍👧', '👩‍👧']);
  });

  it('ends on a terminal of one cell', () => {
    expect(wrapText('a漢', 1, 4)).toEqual(['a', '漢']);
  });

  it('leaves text alone where there is no width', () => {
    const text = 'a sentence '.repeat(40).trim();
    expect(wrapText(text, Number.POSITIVE_INFINITY, 2)).toEqual([text]);
  });
});
