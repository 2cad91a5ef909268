import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../../../src/report/clean-text.ts';
import { escapeName, escapeProse } from '../../../../src/report/markdown/escape.ts';
import { HOSTILE } from '../../../helpers/results.ts';

/** What is escaped, or has no meaning within a line: nothing else may be there (CommonMark 0.31, 2.4, 2.5 and 6; GFM, tables and autolinks). */
const INERT =
  /^(?:\\[!-/:-@[-`{-~]|&(?:amp|lt|gt|#124|#92);|(?!:\/\/|(?<=www)\.)[^&<>|`*_~[\]\\#!$@\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029])*$/iu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#124;': '|',
  '&#92;': '\\',
};

/** What a reader sees. */
function shown(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])|&[^;]+;/g, (whole, character: string | undefined) => {
    return character ?? ENTITIES[whole] ?? whole;
  });
}

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<img src=x onerror=alert(1)>',
        '`',
        '|',
        '\\',
        '\n# ',
        '\n\n- ',
        '![a](http://b.c)',
        'www.a.b',
        '@team',
        '#1',
        '$x$',
        '&lt;',
        '&',
        '\u202E',
        '\u200F',
        '*',
        '_',
        '~~',
        '<!--',
        'x',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('escapeProse', () => {
  it('leaves nothing that Markdown or HTML would act on, and shows the text as it is', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const escaped = escapeProse(text);
        expect(escaped).toMatch(INERT);
        expect(shown(escaped)).toBe(cleanLine(text).trim());
      }),
      { numRuns: 500 },
    );
  });

  it('is told from text that acts: the test itself would see a hole', () => {
    for (const hole of ['<b>', 'a | b', '`x`', '[a](b)', 'http://a', 'www.a', '@a', 'a\nb', '\\', '&copy;']) {
      expect(hole).not.toMatch(INERT);
    }
  });

  it('keeps plain sentences readable in the file itself', () => {
    expect(escapeProse('p95(shoppers): 1.21s is less than 2s, see last-mile.')).toBe(
      'p95(shoppers): 1.21s is less than 2s, see last-mile.',
    );
  });
});

describe('escapeName', () => {
  it('cuts what is absurdly long, also where it is long without being wide', () => {
    expect(shown(escapeName('n'.repeat(10_000)))).toHaveLength(80);
    expect(escapeName(`a${'\u0301'.repeat(10_000)}`).length).toBeLessThan(1_000);
    expect(escapeName('|'.repeat(10_000)).length).toBeLessThan(600);
  });

  it('is one inert line whatever it is given', () => {
    expect(escapeName(HOSTILE)).toMatch(INERT);
    expect(escapeName(HOSTILE)).not.toContain('\n');
  });
});
