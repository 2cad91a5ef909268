import { EXIT_CODES } from './exit-code.ts';

/** What makes a call fail, from the strictest: what is inconclusive too, only what failed, or no verdict at all. */
export const FAIL_ON = ['inconclusive', 'fail', 'never'] as const;

export type FailOn = (typeof FAIL_ON)[number];

/** A gate fails closed. */
export const DEFAULT_FAIL_ON: FailOn = 'inconclusive';

/** The exit codes that are verdicts and that do not count: errors, undo failures, bugs and interruptions always do. */
const LET_THROUGH: Readonly<Record<FailOn, readonly number[]>> = {
  inconclusive: [],
  fail: [EXIT_CODES.inconclusive],
  never: [EXIT_CODES.inconclusive, EXIT_CODES.fail],
};

/** Whether a run that came to this exit code ends with 0 all the same. */
export function isLetThrough(exitCode: number, failOn: FailOn): boolean {
  return LET_THROUGH[failOn].includes(exitCode);
}
