import { parseComparison } from './comparison.ts';
import { findFragment } from './fragment.ts';
import type { Expectation, ExpectationError, Term, UnitKind } from './grammar.ts';
import { settleUnits, unitBefore } from './own-metric.ts';
import { parseMetric } from './parse-metric.ts';
import { withChange } from './parse-change.ts';
import { parseTerm } from './parse-term.ts';
import { Mistake, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokens.ts';

export type ParsedExpectation =
  | { readonly ok: true; readonly expectation: Expectation }
  | { readonly ok: false; readonly error: ExpectationError };

/** Reads the text of an expectation; stops at the first mistake. */
export function parseExpectation(text: string): ParsedExpectation {
  const tokens = tokenize(text);
  const fragment = findFragment(text, tokens);
  if (fragment !== undefined) return { ok: false, error: fragment };
  try {
    return { ok: true, expectation: parseTokens(new TokenCursor(tokens)) };
  } catch (thrown) {
    if (thrown instanceof Mistake) return { ok: false, error: thrown.error };
    throw thrown;
  }
}

function parseTokens(cursor: TokenCursor): Expectation {
  const left = parseMetric(cursor);
  const comparison = parseComparison(cursor);
  const bound = parseBound(cursor, unitBefore(left));
  if (cursor.peek().kind !== 'end') {
    throw cursor.unexpected('`+`, `-` or the end', 'an expectation is one comparison: write two for two');
  }
  const settled = settleUnits(left, bound);
  return { kind: 'expectation', ...settled, comparison, start: left.start, end: cursor.previous().end };
}

function parseBound(cursor: TokenCursor, wanted: UnitKind | undefined): Term[] {
  const terms = [withChange(cursor, parseTerm(cursor, 1, wanted), wanted)];
  for (;;) {
    if (cursor.accept('+')) terms.push(withChange(cursor, parseTerm(cursor, 1, wanted), wanted));
    else if (cursor.accept('-')) terms.push(parseTerm(cursor, -1, wanted));
    else return terms;
  }
}
