import type { Milliseconds } from '../core/clock.ts';
import { BLOCK, type TimeRange } from './timeline.ts';

/** Long enough to hold a few dozen requests at common rates, short enough to see a recovery of seconds. */
export const SLIDING_WINDOW: Milliseconds = 3000;

/**
 * Windows of three seconds, each a block later than the one before, from the range's begin to its end. The last
 * one takes what is left over, so nothing at the end goes unseen; a shorter range is one window.
 */
export function slidingWindows(range: TimeRange): TimeRange[] {
  const windows: { from: Milliseconds; to: Milliseconds }[] = [];
  for (let from = range.from; from + SLIDING_WINDOW <= range.to; from += BLOCK) {
    windows.push({ from, to: from + SLIDING_WINDOW });
  }
  const last = windows.pop();
  return [...windows, { from: last?.from ?? range.from, to: range.to }];
}
