import type { Milliseconds } from '../core/clock.ts';
import type { RunContext } from './context.ts';
import { RanTooLong } from './run-ending.ts';

/** Ends a run that takes longer than its scenario allows; undoing is not held to it. */
export function limitDuration(
  { abort, clock, plan: { maxDuration } }: Pick<RunContext, 'abort' | 'clock' | 'plan'>,
  begin: Milliseconds,
): { end(): void } {
  const ended = new AbortController();
  if (maxDuration !== undefined && maxDuration < Infinity) {
    void clock.sleep(begin + maxDuration - clock.now(), ended.signal).then(
      () => abort(new RanTooLong(maxDuration)),
      () => {},
    );
  }
  return { end: () => ended.abort(new Error('the run is over')) };
}
