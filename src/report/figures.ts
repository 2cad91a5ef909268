import type { Milliseconds } from '../core/clock.ts';
import type { ResultWindow } from '../core/result.gen.ts';
import { formatDuration } from '../core/units/duration.ts';
import { trimNumber } from '../core/units/quantity.ts';
import { formatRatio, type Ratio } from '../core/units/ratio.ts';

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A measured duration to three significant digits; more would be noise. */
export function formatMeasured(ms: Milliseconds): string {
  return formatDuration(Number(ms.toPrecision(3)));
}

/** A percentile of `n` exchanges; null among answers means larger than any, and is not the same as no data. */
export function formatPercentile(ms: Milliseconds | null, n: number): string {
  if (ms !== null) return formatMeasured(ms);
  return n === 0 ? 'no data' : 'no answer';
}

/** Rounded down, so that one failure among a million never reads as 100%. */
export function formatShare(share: Ratio | null): string {
  if (share === null) return 'no data';
  const step = 1e-5;
  return formatRatio(Math.floor(share / step + 1e-6) * step);
}

export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${trimNumber(bytes / 1e9, 1)} GB`;
  if (bytes >= 1e6) return `${trimNumber(bytes / 1e6, 1)} MB`;
  if (bytes >= 1e3) return `${trimNumber(bytes / 1e3, 1)} kB`;
  return `${bytes} B`;
}

/** A moment of the run or a length of it, to the tenth of a second. */
export function formatMoment(ms: Milliseconds): string {
  return ms === 0 ? '0s' : `${trimNumber(ms / 1000, 1)}s`;
}

/** `2026-11-21T21:30:00.123Z` as `2026-11-21 21:30:00 UTC`. */
export function formatInstant(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}

export function formatWindow({ start, end }: ResultWindow): string {
  return `${formatMoment(start)} to ${formatMoment(end)}`;
}
