import type { ExpectationError } from './grammar.ts';
import type { Token } from './tokens.ts';

const OPENING = new Set(['(', '{']);
const CLOSING = new Set([')', '}']);

/**
 * Tells an expectation that YAML has torn apart: of `[ success(a, b) >= 99% ]` it leaves `success(a` and
 * `b) >= 99%`, the first open to the end without a comparison, the second closing what it never opened.
 */
export function findFragment(text: string, tokens: readonly Token[]): ExpectationError | undefined {
  let depth = 0;
  for (const { kind, text: written } of tokens) {
    if (kind !== 'punctuation') continue;
    if (OPENING.has(written)) depth += 1;
    if (CLOSING.has(written)) depth -= 1;
    if (depth < 0) break;
  }
  // `p95(shoppers < 2s` was torn by nobody: its author forgot the bracket.
  const torn = depth < 0 || (depth > 0 && !tokens.some((token) => compares(token)));
  if (!torn) return undefined;
  return {
    message: `\`${text.trim()}\` is only a part of an expectation`,
    hint: 'quote this: YAML splits at the comma (or write each expectation on a line of its own)',
    start: 0,
    end: text.length,
  };
}

/** The `=` of a tag does not compare; in a quote that is never closed, a comparison may be hidden. */
function compares({ kind, text }: Token): boolean {
  return kind === 'unterminated' ? /[<>]|==/.test(text) : kind === 'comparison' && text !== '=';
}
