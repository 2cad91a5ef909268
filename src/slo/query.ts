import { parseRatio } from '../core/units/ratio.ts';
import { parseComparison } from './comparison.ts';
import type { Comparison, ExpectationError } from './grammar.ts';
import { Mistake, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokens.ts';

/*
 * An expectation on a query of PromQL, beside the language of grammar.ts:
 *
 *   query = "prom" "(" string ")" comparison [ "-" ] number [ "%" ]
 *
 * In the string, `$window` is the length of the judged window as PromQL writes it, `$start` and `$end` its bounds in
 * seconds since 1970.
 */

export interface QueryExpectation {
  readonly promql: string;
  readonly comparison: Comparison;
  readonly bound: number;
  /** As written. */
  readonly boundText: string;
}

export type ParsedQuery =
  | { readonly ok: true; readonly query: QueryExpectation }
  | { readonly ok: false; readonly error: ExpectationError };

/** Whether a text means to be an expectation on a query: no metric of the grammar begins with this word. */
export function isQuery(text: string): boolean {
  return /^\s*prom(?![\p{L}\p{N}_.%/-])/u.test(text);
}

const EXAMPLE = 'write for example `prom("sum(rate(http_requests_total[$window]))") < 0.01`';

/** Reads the text of an expectation on a query; stops at the first mistake. What PromQL itself says, only its server can tell. */
export function parseQuery(text: string): ParsedQuery {
  const cursor = new TokenCursor(tokenize(text));
  try {
    return { ok: true, query: readQuery(cursor) };
  } catch (thrown) {
    if (thrown instanceof Mistake) return { ok: false, error: thrown.error };
    throw thrown;
  }
}

function readQuery(cursor: TokenCursor): QueryExpectation {
  if (!cursor.sees('word', 'prom')) throw cursor.unexpected('`prom`', EXAMPLE);
  cursor.take();
  cursor.expect('(', EXAMPLE);
  const query = cursor.peek();
  if (query.kind !== 'string') throw cursor.unexpected('a query of PromQL in quotes', EXAMPLE);
  if (query.text.trim() === '') throw new Mistake('the query is empty', EXAMPLE, query);
  cursor.take();
  cursor.expect(')', 'close the bracket after the query');
  const comparison = parseComparison(cursor);
  const negative = cursor.accept('-');
  const token = cursor.peek();
  const value = boundOf(token.text);
  if (token.kind !== 'word' || value === undefined) {
    throw cursor.unexpected(
      'a number',
      'write a plain number, in what the query counts in: seconds, bytes, a share; or `1%` for 0.01',
    );
  }
  cursor.take();
  if (cursor.peek().kind !== 'end') {
    throw cursor.unexpected(
      'the end',
      'compare a query with one number: anything else belongs into the query',
    );
  }
  const sign = negative ? '-' : '';
  return {
    promql: query.text,
    comparison,
    bound: negative ? -value : value,
    boundText: `${sign}${token.text}`,
  };
}

function boundOf(text: string): number | undefined {
  if (text.endsWith('%')) {
    const parsed = parseRatio(text);
    return parsed.ok ? parsed.value : undefined;
  }
  // Beyond the largest number there is only infinity, which everything is less than.
  const value = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i.test(text) ? Number(text) : Infinity;
  return Number.isFinite(value) ? value : undefined;
}
