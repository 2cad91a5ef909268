import type { SourceRange } from '../core/diagnostic.ts';

/**
 * `word`: names, numbers and units, also joined as in `50ms`. `comparison`: any run of `<`, `>`, `=` and what
 * people write for them. `unterminated`: a string without its closing quote. `unknown`: any other character.
 */
export type TokenKind = 'word' | 'string' | 'comparison' | 'punctuation' | 'unterminated' | 'unknown' | 'end';

export interface Token extends SourceRange {
  readonly kind: TokenKind;
  /** As written; of a string, what it stands for. */
  readonly text: string;
}

const TOKEN =
  /(?<word>[\p{L}\p{N}_.%/][\p{L}\p{N}_.%/-]*)|(?<string>"(?:[^"\\]|\\.)*"|'[^']*')|(?<comparison>[<>=!≤≥≠]+)|(?<punctuation>[(){},@+-])|(?<unterminated>["'].*)|(?<unknown>\S)/gsu;

const KINDS: readonly TokenKind[] = [
  'word',
  'string',
  'comparison',
  'punctuation',
  'unterminated',
  'unknown',
];

/** Cuts a text into tokens; the last one is always `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [written] = match;
    const kind = KINDS.find((name) => match.groups?.[name] !== undefined) ?? 'unknown';
    const value = kind === 'string' ? unquote(written) : written;
    tokens.push({ kind, text: value, start: match.index, end: match.index + written.length });
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function unquote(written: string): string {
  const inner = written.slice(1, -1);
  return written.startsWith('"') ? inner.replaceAll(/\\(.)/gsu, '$1') : inner;
}
