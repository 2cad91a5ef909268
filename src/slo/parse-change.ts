import { parseRatio } from '../core/units/ratio.ts';
import type { Term, UnitKind } from './grammar.ts';
import { Mistake, type TokenCursor } from './token-cursor.ts';

/**
 * Takes the percentage that comes right after a reference, as in `previous + 5%`, and makes it a part of it. Beside a share, and where
 * nobody knows what the left side is counted in, it is left to be a quantity: percentage points.
 */
export function withChange(cursor: TokenCursor, term: Term, wanted: UnitKind | undefined): Term {
  if (term.kind === 'quantity' || term.kind === 'rtt') return term;
  if (wanted === undefined || wanted === 'ratio' || !percentageAhead(cursor)) return term;
  const sign = cursor.accept('+') ? 1 : -1;
  if (sign === -1) cursor.take();
  const first = cursor.take();
  const text = first.text.endsWith('%') ? first.text : first.text + cursor.take().text;
  const range = { start: first.start, end: cursor.previous().end };
  const parsed = parseRatio(text);
  if (!parsed.ok) throw new Mistake(parsed.message, 'write a multiple, as `3x previous`', range);
  if (sign === -1 && parsed.value === 1) {
    throw new Mistake(`\`- ${text}\` leaves nothing of it`, 'write a smaller percentage', range);
  }
  return { ...term, end: range.end, change: { sign, share: parsed.value, text } };
}

/** `+ 5%`, `- 5 %`. */
function percentageAhead(cursor: TokenCursor): boolean {
  if (!cursor.sees('punctuation', '+') && !cursor.sees('punctuation', '-')) return false;
  const { kind, text } = cursor.peek(1);
  if (kind !== 'word') return false;
  return /^[\d.]+%$/.test(text) || (/^[\d.]+$/.test(text) && cursor.sees('word', '%', 2));
}
