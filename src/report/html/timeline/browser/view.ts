import type { Milliseconds } from '../../../../core/clock.ts';
import type { TimeSpan } from '../plot.ts';

/** Less than a few blocks shows nothing more. */
const LEAST_SPAN: Milliseconds = 2000;

/** The stretch of the run that is looked at, held within it and not too short. */
export function viewOf(from: Milliseconds, to: Milliseconds, end: Milliseconds): TimeSpan {
  const length = Math.min(end, Math.max(LEAST_SPAN, Math.abs(to - from)));
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(0, middle - length / 2), end - length);
  return { start, end: start + length };
}

/** `factor` times as long, with `around` where it was on the screen. */
export function zoomed(view: TimeSpan, factor: number, around: Milliseconds, end: Milliseconds): TimeSpan {
  const length = Math.min(end, Math.max(LEAST_SPAN, (view.end - view.start) * factor));
  const share = (around - view.start) / (view.end - view.start);
  const start = Math.min(Math.max(0, around - share * length), end - length);
  return { start, end: start + length };
}

/** The same length, moved as little as needed to show `moment`. */
export function showing(view: TimeSpan, moment: Milliseconds): TimeSpan {
  const by = Math.min(0, moment - view.start) + Math.max(0, moment - view.end);
  return { start: view.start + by, end: view.end + by };
}

/** Where a moment stands in a view, as a share of its width: below 0 and above 1 outside. */
export function shareAt({ start, end }: TimeSpan, moment: Milliseconds): number {
  return (moment - start) / (end - start);
}
