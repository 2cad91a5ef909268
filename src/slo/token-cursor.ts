import type { SourceRange } from '../core/diagnostic.ts';
import type { ExpectationError } from './grammar.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Ends the parse at the first mistake; caught where the parse began, never seen outside. */
export class Mistake extends Error {
  readonly error: ExpectationError;

  constructor(message: string, hint: string, range: SourceRange) {
    super(message);
    this.error = { message, hint, start: range.start, end: range.end };
  }
}

/** A place in a list of tokens. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token `ahead` of the place; the end token beyond the end. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  /** The token that was taken last. */
  previous(): Token {
    return this.#tokens[Math.max(0, this.#at - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  sees(kind: TokenKind, text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === kind && token.text === text;
  }

  /** Takes the punctuation when it comes next. */
  accept(punctuation: string): boolean {
    const found = this.sees('punctuation', punctuation);
    if (found) this.#at += 1;
    return found;
  }

  expect(punctuation: string, hint: string): void {
    if (!this.accept(punctuation)) throw this.unexpected(`\`${punctuation}\``, hint);
  }

  /** The mistake that something else comes next. */
  unexpected(wanted: string, hint: string): Mistake {
    const token = this.peek();
    return new Mistake(`expected ${wanted}, got ${nameOf(token)}`, hint, token);
  }
}

/** A token in a message. */
export function nameOf(token: Token): string {
  if (token.kind === 'end') return 'the end';
  if (token.kind === 'unterminated') return 'a quote that is never closed';
  return `${token.kind === 'string' ? 'the string ' : ''}\`${token.text}\``;
}
