import fc from 'fast-check';

/** Any text at all; fast-check's own unit `binary` takes a second to be made. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof(fc.nat(0xff), fc.nat(0x10ffff)).map((code) => String.fromCodePoint(code));
  return fc.string({ unit, maxLength });
}

type Change = (text: string) => string;

/** On these, whatever the language, many readers turn. */
const TELLING: readonly string[] = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  '-',
  '0',
  '-1',
  '1e309',
  '9'.repeat(400),
  '9007199254740993',
  'null',
  'true',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  '\u{1F4A5}',
  '\uD800',
  '\u0000\u0001',
  '\u202E',
  '\u00A0',
  '\uFEFF',
];

/** Texts of `corpus` that are changed in some places, or made of two of them; `tokens` are what the language itself turns on. */
export function mutatedTexts(corpus: readonly string[], tokens: readonly string[]): fc.Arbitrary<string> {
  const base = fc.constantFrom(...corpus);
  return fc
    .tuple(base, fc.array(changes(base, [...TELLING, ...tokens]), { maxLength: 8, size: 'max' }))
    .map(([text, list]) => list.reduce((changed, change) => change(changed), text));
}

function changes(base: fc.Arbitrary<string>, tokens: readonly string[]): fc.Arbitrary<Change> {
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  const length = fc.oneof(fc.nat(6), fc.nat(200));
  const token = fc.constantFrom(...tokens);
  const kinds: readonly fc.Arbitrary<Change>[] = [
    fc.tuple(at, length).map(([from, cut]) => replaced(from, cut, () => '')),
    fc.tuple(at, token).map(([from, text]) => replaced(from, 0, () => text)),
    fc.tuple(at, length, token).map(([from, cut, text]) => replaced(from, cut, () => text)),
    fc.tuple(at, token).map(([from, text]) => atWord(from, text)),
    fc
      .tuple(at, length, fc.nat(20))
      .map(([from, cut, times]) => replaced(from, cut, (old) => old.repeat(times + 1))),
    fc.tuple(at, length, anyText(8)).map(([from, cut, text]) => replaced(from, cut, () => text)),
    fc.tuple(at, base, at, length).map(([from, other, place, cut]) => {
      const begin = Math.floor(place * other.length);
      return replaced(from, 0, () => other.slice(begin, begin + cut));
    }),
    fc.tuple(at, base, at).map(
      ([from, other, place]) =>
        (text) =>
          text.slice(0, Math.floor(from * text.length)) + other.slice(Math.floor(place * other.length)),
    ),
  ];
  return fc.oneof(...kinds);
}

function replaced(at: number, length: number, by: (old: string) => string): Change {
  return (text) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + by(text.slice(from, from + length)) + text.slice(from + length);
  };
}

/** Puts a token where a word was. */
function atWord(at: number, token: string): Change {
  return (text) => {
    const words = [...text.matchAll(/[\p{L}\p{N}_.%/]+/gu)];
    const word = words[Math.min(words.length - 1, Math.floor(at * words.length))];
    if (word === undefined) return token + text;
    return text.slice(0, word.index) + token + text.slice(word.index + word[0].length);
  };
}
