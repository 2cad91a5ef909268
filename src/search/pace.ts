import type { Milliseconds } from '../core/clock.ts';

/** How much longer than its even share of what is left a trial may last: most end early, and what is saved decides the hard ones. */
const GENEROSITY = 3;

export interface Pace {
  /** Trials so far, and at most. */
  readonly made: number;
  readonly most: number;
  /** What a value takes that clearly holds: with less, a trial could only find failures. */
  readonly clear: Milliseconds;
}

/** How long the next trial may last, of the time that is left to all. */
export function longestTrial(left: Milliseconds, { made, most, clear }: Pace): Milliseconds {
  const share = (GENEROSITY * left) / Math.max(1, most - made);
  return Math.min(left, Math.max(clear, share));
}
