import type { SearchResult } from '../../../core/result.gen.ts';
import { formatBitrate } from '../../../core/units/bitrate.ts';
import { formatDuration } from '../../../core/units/duration.ts';
import { formatRatio } from '../../../core/units/ratio.ts';

const DURATIONS: readonly string[] = ['rtt', 'delay', 'jitter', 'buffer'];

/** An amount of what is searched, with its unit. */
export function formatAmount({ key }: Pick<SearchResult, 'key'>, amount: number): string {
  if (key === 'rate') return formatBitrate(amount);
  return DURATIONS.includes(key) ? formatDuration(amount) : formatRatio(amount);
}

/** Where an amount stands between the good end, 0, and the bad one, 1. */
export function placeOf({ from, to }: Pick<SearchResult, 'from' | 'to'>, amount: number): number {
  return Math.min(1, Math.max(0, (amount - from) / (to - from)));
}
