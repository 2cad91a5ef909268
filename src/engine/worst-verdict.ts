import type { VerdictName } from '../core/events.ts';

const WORST_FIRST: readonly VerdictName[] = ['error', 'fail', 'inconclusive', 'pass'];

/** error > fail > inconclusive > pass; pass for none. */
export function worstVerdict(verdicts: readonly VerdictName[]): VerdictName {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'pass';
}
