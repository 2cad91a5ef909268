import type fc from 'fast-check';

const seconds = process.env['FUZZ_SECONDS'];

/** How long one property of fuzzing may take: seconds in CI, and as many as FUZZ_SECONDS says by hand. */
const FUZZING_TIME: number = seconds === undefined ? 3000 : Number(seconds) * 1000;

/** As many runs as fit into the time. */
export function fuzzing<Values>(): fc.Parameters<Values> {
  return { numRuns: 1e9, interruptAfterTimeLimit: FUZZING_TIME };
}

/** For tests of which each has one such property. */
export const FUZZING_TIMEOUT: number = FUZZING_TIME + 60_000;
