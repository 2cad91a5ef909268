import type { EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import type { PlannedQuery } from '../../plan/planned-expectation.ts';

/** A window on the wall clock. */
export interface WallWindow {
  readonly from: EpochMilliseconds;
  readonly to: EpochMilliseconds;
}

/** The query with the window that it is about: `$window` as PromQL writes a duration, `$start` and `$end` in seconds since 1970. */
export function fillQuery({ promql }: Pick<PlannedQuery, 'promql'>, { from, to }: WallWindow): string {
  const values: Readonly<Record<string, string>> = {
    window: promDuration(to - from),
    start: (from / 1000).toFixed(3),
    end: (to / 1000).toFixed(3),
  };
  return promql.replaceAll(/\$(window|start|end)\b/g, (_, name: string) => values[name] ?? '');
}

/** In whole milliseconds, and in seconds where they are whole. */
function promDuration(ms: Milliseconds): string {
  const whole = Math.max(1, Math.round(ms));
  return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
}
