import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fillPieces, originalRange, type FilledText } from '../../../src/scenario/filled-text.ts';

/** Of each `[...]` in a text its upper case, without the brackets and twice. */
function shout(text: string): FilledText {
  const parts = [...text.matchAll(/\[(\w*)\]/g)].map(({ index, 0: all, 1: word = '' }) => ({
    start: index,
    end: index + all.length,
    word,
  }));
  return fillPieces(text, parts, ({ word }) => word.toUpperCase().repeat(2));
}

/** What stood in `text` where its filled text has `part`. */
function beforeFilling(text: string, part: string): string {
  const filled = shout(text);
  const start = filled.text.indexOf(part);
  if (start === -1) throw new Error(`no ${part} in ${filled.text}`);
  const range = originalRange(filled, { start, end: start + part.length });
  return text.slice(range.start, range.end);
}

describe('a filled text', () => {
  it('has each replacement in its place', () => {
    expect(shout('one [two] three[four][] five').text).toBe('one TWOTWO threeFOURFOUR five');
    expect(shout('nothing')).toEqual({ text: 'nothing', pieces: [] });
  });

  it.each([
    ['one ', 'one '],
    ['TWOTWO', '[two]'],
    ['OTW', '[two]'],
    [' three', ' three'],
    ['WO th', '[two] th'],
    ['e TW', 'e [two]'],
    ['reeFOUR', 'ree[four]'],
    ['e TWOTWO threeFOURFOUR fi', 'e [two] three[four] fi'],
    [' five', ' five'],
  ])('remembers where `%s` was', (part, original) => {
    expect(beforeFilling('one [two] three[four] five', part)).toBe(original);
  });

  it('keeps what touches apart', () => {
    expect(beforeFilling('[a][b]', 'AA')).toBe('[a]');
    expect(beforeFilling('[a][b]', 'BB')).toBe('[b]');
    expect(beforeFilling('[a][b]', 'AB')).toBe('[a][b]');
  });

  it('keeps what stands beside a reference to nothing apart from it', () => {
    expect(beforeFilling('one [] two', 'one ')).toBe('one ');
    expect(beforeFilling('one [] two', ' two')).toBe(' two');
    expect(beforeFilling('one[]two', 'netw')).toBe('ne[]tw');
  });

  it('finds what was not replaced where it was, however much was replaced before it', () => {
    const pieces = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{0,9}$/), fc.stringMatching(/^[a-z]{1,3}$/)));
    fc.assert(
      fc.property(pieces, (drawn) => {
        const text = `${drawn.map(([word, plain]) => `[${word}]${plain}`).join('')}.`;
        const filled = shout(text);
        const end = filled.text.length;
        const range = originalRange(filled, { start: end - 1, end });
        expect(range).toEqual({ start: text.length - 1, end: text.length });
      }),
    );
  });
});
