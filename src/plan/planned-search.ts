import type { Milliseconds } from '../core/clock.ts';
import type { Impairment } from '../impairment/model.ts';
import type { SearchedValue } from '../impairment/searched-value.ts';
import type { SearchRange } from '../search/space.ts';
import type { PlannedCheck } from './planned-expectation.ts';

/** A step that finds how bad one value may get before what it expects breaks. */
export interface PlannedSearch {
  /** As written: `last-mile.rtt`. */
  readonly vary: string;
  readonly edge: string;
  readonly value: SearchedValue;
  readonly range: SearchRange;
  /** Of the interval that is found, between 0 and 1. */
  readonly confidence: number;
  /** The link, with the value as it was. */
  readonly base: Impairment;
  /** As written in the step; absent: it depends on the value. */
  readonly settle?: Milliseconds;
  /** How many trials it may make. */
  readonly most: number;
  /** What a value takes to be found good, in samples of the one that has the fewest. */
  readonly samples: number;
  /** What has to hold at a value. */
  readonly checks: readonly PlannedCheck[];
  /** How long it is likely to take; absent where nobody knows how often a load asks. */
  readonly forecast?: SearchForecast;
}

/** How long a search takes where each value shows itself at the first look that can tell. */
export interface SearchForecast {
  readonly longest: Milliseconds;
  /** What a value takes that holds, beside its settling. */
  readonly clear: Milliseconds;
  /** What it would take to try every value once. */
  readonly sweep: Milliseconds;
}
