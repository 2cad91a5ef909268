import { suggest } from '../core/suggest.ts';
import { parseDuration } from '../core/units/duration.ts';
import { parseFrequency } from '../core/units/frequency.ts';
import type { Parsed } from '../core/units/quantity.ts';
import { parseRatio } from '../core/units/ratio.ts';
import { functionNamed } from './function-names.ts';
import type { Term, UnitKind } from './grammar.ts';
import { parseMetric, parseName, startsOwnMetric } from './parse-metric.ts';
import { Mistake, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';

/** Without a unit, so only for metrics whose author alone knows what they count in. */
const BARE = 'number';

const READERS: Readonly<Record<Exclude<UnitKind, typeof BARE>, (text: string) => Parsed<number>>> = {
  duration: parseDuration,
  ratio: parseRatio,
  frequency: parseFrequency,
};

const KINDS: readonly (keyof typeof READERS)[] = ['duration', 'ratio', 'frequency'];

const VALUE_HINTS: Readonly<Record<UnitKind, string>> = {
  number: 'write for example `500ms` for a time, `99%` for a share, or `12` for a plain number',
  duration: 'write for example `2s`, or `baseline + 50ms`',
  ratio: 'write for example `99%`, or `baseline - 1%`',
  frequency: 'write for example `50/s`',
};

const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
const MULTIPLE = /^(\d+(?:\.\d+)?|\.\d+)(x|rtt)$/;

/**
 * Reads one term of a bound; `wanted` is the unit of the left side, which messages about a bare number name. Without
 * it, a bare number is a plain number.
 */
export function parseTerm(cursor: TokenCursor, sign: 1 | -1, wanted: UnitKind | undefined): Term {
  const token = cursor.peek();
  if (token.kind !== 'word') {
    throw cursor.unexpected(
      'a value with its unit, `baseline`, `previous`, `rtt` or a metric',
      VALUE_HINTS[wanted ?? BARE],
    );
  }
  if (!/^[\d.]/.test(token.text)) return parseReference(cursor, sign, { factor: 1, start: token.start });
  const factor = parseFactor(cursor);
  return factor === undefined
    ? parseQuantityTerm(cursor, sign, wanted)
    : parseReference(cursor, sign, { factor, start: token.start });
}

/** Takes `3x`, `3 x`, or the `4` of `4 rtt` and `4rtt`, and leaves the cursor before what it multiplies. */
function parseFactor(cursor: TokenCursor): number | undefined {
  const token = cursor.peek();
  const [, digits, what] = MULTIPLE.exec(token.text) ?? [];
  const bare = NUMBER.test(token.text);
  const spaced = bare && cursor.sees('word', 'x', 1);
  const ofRtt = bare && cursor.sees('word', 'rtt', 1);
  if (digits === undefined && !spaced && !ofRtt) {
    if (bare && startsReference(cursor)) {
      throw new Mistake(
        'a number before a reference needs an `x`',
        `write \`${token.text}x ${cursor.peek(1).text}\``,
        token,
      );
    }
    return undefined;
  }
  if (what !== 'rtt') cursor.take();
  if (spaced) cursor.take();
  const factor = Number(digits ?? token.text);
  if (!(factor > 0 && factor < Infinity)) {
    throw new Mistake(`\`${token.text}\` is no multiple`, 'write a number above 0, as `3x baseline`', token);
  }
  return factor;
}

function startsReference(cursor: TokenCursor): boolean {
  const next = cursor.peek(1);
  if (next.kind !== 'word') return false;
  return standsForLeft(next.text) || cursor.sees('punctuation', '(', 2);
}

function parseQuantityTerm(cursor: TokenCursor, sign: 1 | -1, wanted: UnitKind | undefined): Term {
  const { start } = cursor.peek();
  let { text } = cursor.take();
  if (NUMBER.test(text) && cursor.peek().kind === 'word') text += cursor.take().text;
  const range = { start, end: cursor.previous().end };
  if (NUMBER.test(text) && (wanted ?? BARE) === BARE) {
    return { kind: 'quantity', sign, unit: BARE, value: Number(text), text, ...range };
  }
  let refused: Extract<Parsed<number>, { readonly ok: false }> | undefined;
  // What is wrong is said of the kind that was probably meant.
  const likely = wanted === undefined || wanted === BARE ? [] : [wanted];
  for (const unit of [...(text.endsWith('%') ? (['ratio'] as const) : likely), ...KINDS]) {
    const parsed = READERS[unit](text);
    if (parsed.ok) return { kind: 'quantity', sign, unit, value: parsed.value, text, ...range };
    refused ??= parsed;
  }
  throw new Mistake(refused!.message, refused!.hint, range);
}

/** What stands for the left side itself, measured elsewhere. */
function standsForLeft(word: string): word is 'baseline' | 'previous' {
  return word === 'baseline' || word === 'previous';
}

/** `baseline`, `previous`, `rtt` or a metric, after its factor. */
function parseReference(
  cursor: TokenCursor,
  sign: 1 | -1,
  { factor, start }: { readonly factor: number; readonly start: number },
): Term {
  const token = cursor.peek();
  if (token.kind !== 'word') {
    throw cursor.unexpected(
      '`baseline`, `previous`, `rtt` or a metric to multiply',
      'write for example `3x baseline`',
    );
  }
  if (standsForLeft(token.text) && !cursor.sees('punctuation', '(', 1)) {
    const { end } = cursor.take();
    return { kind: token.text, sign, factor, start, end };
  }
  // Of `4rtt` the factor is known already; in `3x 4rtt` there would be two.
  const isWhole = token.start === start && MULTIPLE.exec(token.text)?.[2] === 'rtt';
  if (token.text === 'rtt' || isWhole) {
    const { end } = cursor.take();
    return { kind: 'rtt', sign, factor, start, end };
  }
  if (
    !cursor.sees('punctuation', '(', 1) &&
    functionNamed(token.text) === undefined &&
    !startsOwnMetric(cursor)
  ) {
    throw unknownWord(token);
  }
  const metric = parseMetric(cursor);
  if (!cursor.accept('@'))
    return { kind: 'measured', sign, factor, metric, start, end: cursor.previous().end };
  const step = parseName(cursor, 'the name of a step', 'write for example `p95(shoppers)@baseline`');
  return { kind: 'measured', sign, factor, metric, step, start, end: cursor.previous().end };
}

function unknownWord(token: Token): Mistake {
  const glued = /^(baseline|previous|rtt)-(.+)$/.exec(token.text);
  if (glued !== null) {
    return new Mistake(
      `unknown word \`${token.text}\``,
      `write \`${glued[1]} - ${glued[2]}\`, with spaces`,
      token,
    );
  }
  const meant = suggest(token.text, ['baseline', 'previous', 'rtt']);
  const hint =
    meant === undefined
      ? 'a bound is a value with its unit, `baseline`, `previous`, `rtt`, or a metric as `p95(shoppers)@step`'
      : `did you mean \`${meant}\`?`;
  return new Mistake(`unknown word \`${token.text}\``, hint, token);
}
