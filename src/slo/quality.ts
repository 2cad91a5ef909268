import type { Milliseconds } from '../core/clock.ts';
import { formatDuration } from '../core/units/duration.ts';
import { formatRatio } from '../core/units/ratio.ts';
import { everySample, type WindowData } from '../metrics/window-data.ts';

/** What a load was to do in a window. */
export interface PlannedArrivals {
  /** Exchanges that the plan lets fall due in the window. */
  readonly count: number;
  /** Whether the number varies by chance around `count`. */
  readonly random: boolean;
}

/** More dropped or missing than this share is another load than the one that was asked for. */
const TOLERATED_SHARE = 0.01;

/** Lag below this is the machine's own noise, whatever the rate. */
const TOLERATED_LAG: Milliseconds = 50;

/** At low rates a tenth of the time between arrivals does not change the load either. */
const TOLERATED_LAG_SHARE = 0.1;

/**
 * Why the generator's side of a window is in doubt; empty when it kept its rate: at most 1 % of what was due was
 * dropped or never came about, and 99 % of requests left at most 50 ms, or a tenth of the mean interval between
 * arrivals, late. `window` is the whole load's, not that of one tag. Each reason turns a pass into an inconclusive, and changes nothing else.
 */
export function generatorDoubts(window: WindowData, planned?: PlannedArrivals): string[] {
  const { n } = everySample(window);
  const due = n + window.dropped;
  return [
    ...droppedDoubt(window.dropped, due),
    ...(planned === undefined ? [] : shortfallDoubts(due, planned)),
    ...lagDoubt(window, due),
  ];
}

/** k6 drops an iteration when no virtual user is free to start it: the load was not what it says it was. */
export function iterationDoubts(iterations: number, dropped: number): string[] {
  const due = iterations + dropped;
  if (dropped <= TOLERATED_SHARE * due) return [];
  return [`k6 dropped ${dropped} of ${due} iterations (${formatRatio(dropped / due, 1)})`];
}

/** What is open and cannot be told apart may belong to what is judged, and will count in it when it ends. */
export function openDoubts(open: number): string[] {
  return open === 0 ? [] : [`${open} requests were still open, and may be among what is judged`];
}

function droppedDoubt(dropped: number, due: number): string[] {
  if (dropped <= TOLERATED_SHARE * due) return [];
  return [`the generator dropped ${dropped} of ${due} arrivals (${formatRatio(dropped / due, 1)})`];
}

/** Why a load of which only `due` fell due was less than planned. */
export function shortfallDoubts(due: number, { count, random }: PlannedArrivals): string[] {
  // Three standard deviations of a Poisson number.
  const tolerated = Math.max(1, TOLERATED_SHARE * count, random ? 3 * Math.sqrt(count) : 0);
  if (count - due <= tolerated) return [];
  return [`only ${due} of ${Math.round(count)} planned requests came about`];
}

function lagDoubt({ lag, seconds }: WindowData, due: number): string[] {
  if (lag.count === 0) return [];
  const limit = Math.max(TOLERATED_LAG, TOLERATED_LAG_SHARE * ((seconds * 1000) / due));
  const p99 = lag.quantile(0.99);
  if (p99 <= limit) return [];
  return [
    `the generator sent late: p99 of its own lag is ${formatDuration(p99)}, more than ${formatDuration(limit)}`,
  ];
}
