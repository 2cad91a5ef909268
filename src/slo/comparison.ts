import { COMPARISONS, type Comparison } from './grammar.ts';
import { Mistake, type TokenCursor } from './token-cursor.ts';

/** What people write for a comparison, with what we write. */
const MISSPELT: Readonly<Record<string, Comparison>> = {
  '=': '==',
  '===': '==',
  '=>': '>=',
  '=<': '<=',
  '≥': '>=',
  '≤': '<=',
};

/** Takes the comparison that comes next; anything else is a mistake. */
export function parseComparison(cursor: TokenCursor): Comparison {
  const token = cursor.peek();
  const choices = COMPARISONS.map((comparison) => `\`${comparison}\``).join(', ');
  if (token.kind !== 'comparison') {
    throw cursor.unexpected('a comparison', `compare with a bound: ${choices}`);
  }
  const found = COMPARISONS.find((comparison) => comparison === token.text);
  if (found !== undefined) {
    cursor.take();
    return found;
  }
  const hint = Object.hasOwn(MISSPELT, token.text)
    ? `write \`${MISSPELT[token.text]}\``
    : `use one of ${choices}`;
  throw new Mistake(`unknown comparison \`${token.text}\``, hint, token);
}

/** Whether a comparison of two numbers holds. */
export function compare(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '==':
  }
  return value === bound;
}
