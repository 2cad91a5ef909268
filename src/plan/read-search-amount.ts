import { shown } from '../core/shown.ts';
import { moreIsBetter, parseSearched, type SearchedValue } from '../impairment/searched-value.ts';
import type { Pointer } from '../scenario/source.ts';
import type { Scope } from './scope.ts';

/** Which key says where the gate is: a bound from below of what gets worse as it grows, from above of what gets better. */
export function gateKey(value: SearchedValue): 'at-least' | 'at-most' {
  return moreIsBetter(value) ? 'at-most' : 'at-least';
}

/** An end of a range, a precision or a gate; what is malformed is reported. */
export function readAmount(
  scope: Scope,
  {
    value,
    text,
    at,
  }: { readonly value: SearchedValue; readonly text: string | number; readonly at: Pointer },
): number | undefined {
  const parsed = parseSearched(value, shown(text));
  if (parsed.ok) return parsed.value;
  scope.report({ code: 'invalid-quantity', message: parsed.message, hint: parsed.hint, at });
  return undefined;
}
