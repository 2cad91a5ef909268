import type { VerdictName } from '../core/events.ts';

/** The order in which whoever has little time reads. */
export const WORST_FIRST: readonly VerdictName[] = ['error', 'fail', 'inconclusive', 'pass'];
