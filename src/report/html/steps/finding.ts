import type { ExpectationResult } from '../../../core/result.gen.ts';
import { WORST_FIRST } from '../../worst-first.ts';

/** A bound as a figure: `<= 56.9ms`, and its own interval where it is itself measured. */
export interface ShownBound {
  readonly figure: string;
  readonly interval?: string;
}

/** `<= baseline + 50ms (56.9ms, 95% interval 54.62ms to 61.3ms)`: what `describeBound` of the judges makes. */
const RELATIVE = /^(<=|>=|==|<|>) .*\(([^,()]+)(?:, [\d.]+% interval ([^()]+))?\)$/;

/** The figure alone, because the text of the expectation stands beside it. */
export function shownBound(expected: string): ShownBound {
  const [, comparison, figure, interval] = RELATIVE.exec(expected) ?? [];
  if (comparison === undefined || figure === undefined) return { figure: expected };
  return { figure: `${comparison} ${figure}`, ...(interval !== undefined && { interval }) };
}

/** `p95(shoppers) is 412ms (95% interval 398ms to 431ms, n=1500), `: figures that have columns of their own. */
const FINDING = /^.*?\(.*?\bn=\d+\), /;

/** What the reason says beyond value, interval, n and bound; undefined when it says no more. */
export function furtherReason({ reason, expected }: ExpectationResult): string | undefined {
  const rest = reason.replace(FINDING, '');
  for (const plain of [`which is ${expected}`, `which is not ${expected}`]) {
    if (rest === plain) return undefined;
    if (rest.startsWith(`${plain}; `) || rest.startsWith(`${plain}, `)) return rest.slice(plain.length + 2);
  }
  return rest;
}

/** What did not pass before what did, what gates before what only warns; otherwise as written. */
export function worstFirst(expectations: readonly ExpectationResult[]): readonly ExpectationResult[] {
  return expectations.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ verdict, gate }: ExpectationResult): number {
  if (verdict === 'pass') return 2 * WORST_FIRST.length;
  return WORST_FIRST.indexOf(verdict) + (gate === 'warn' ? WORST_FIRST.length : 0);
}
