import type { Milliseconds } from '../core/clock.ts';
import { longestQueue } from '../impairment/longest-queue.ts';
import { addedRtt, type Impairment } from '../impairment/model.ts';
import { withSearched } from '../impairment/searched-value.ts';
import type { PlannedSearch } from './planned-search.ts';

/** For what was under way when a value changes, and for the probes that prove it. */
const LEAST_SETTLE: Milliseconds = 1_000;
const SETTLE_RTTS = 2;

/** A trial sees at least so much: what a busy machine does to a moment is no property of the value. */
export const LEAST_MEASURED: Milliseconds = 1_000;

/** The searched link with one of its values. */
export function stateAt({ base, value }: Pick<PlannedSearch, 'base' | 'value'>, amount: number): Impairment {
  return withSearched(base, value, amount);
}

/** How long a trial waits after the change to a value: what was sent before does not count in it. */
export function settleAt(
  search: Pick<PlannedSearch, 'base' | 'value' | 'settle'>,
  amount: number,
): Milliseconds {
  const state = stateAt(search, amount);
  return search.settle ?? LEAST_SETTLE + SETTLE_RTTS * addedRtt(state) + longestQueue(state);
}
