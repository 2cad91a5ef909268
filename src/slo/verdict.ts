import type { VerdictName } from '../core/events.ts';

const WORST_FIRST: readonly VerdictName[] = ['error', 'fail', 'inconclusive', 'pass'];

/** The verdict that stands for all of them; pass for none. */
export function worstVerdict(verdicts: readonly VerdictName[]): VerdictName {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'pass';
}
