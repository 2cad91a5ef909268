import type { Milliseconds } from '../../core/clock.ts';
import { shown } from '../../core/shown.ts';

/** One mistake in the text of a trace. */
export interface TraceProblem {
  /** Documented in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export type Complaint = Pick<TraceProblem, 'code' | 'message' | 'hint'>;

/** A mistyped time must not become a trace of years. */
export const LONGEST_TRACE: Milliseconds = 86_400_000;

export function tooLong(text: string): Complaint {
  return {
    code: 'trace-value',
    message: `a trace lasts at most 24h, got \`${shown(text)}\``,
    hint: 'check the unit of its times',
  };
}
