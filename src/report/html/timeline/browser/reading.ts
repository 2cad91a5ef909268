import type { Milliseconds } from '../../../../core/clock.ts';
import { formatFrequency } from '../../../../core/units/frequency.ts';
import { formatBytes, formatMeasured, formatMoment, formatShare } from '../../../figures.ts';
import type { TimeSpan } from '../plot.ts';
import type { Column, Readings } from '../readings-data.ts';

/** A figure in words. */
export interface Figure {
  readonly label: string;
  readonly text: string;
}

/** The block of a chart that holds `moment`, or the last one before it. */
export function blockAt(times: readonly number[], moment: Milliseconds): number {
  let low = 0;
  let high = times.length / 2;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((times[2 * middle] ?? Infinity) <= moment) low = middle;
    else high = middle;
  }
  return low;
}

export function spanOf(times: readonly number[], block: number): TimeSpan {
  return { start: times[2 * block] ?? 0, end: times[2 * block + 1] ?? 0 };
}

/** What a chart shows at `moment`: its block's time, and the figures in it. */
export function readingAt(readings: Readings, index: number, moment: Milliseconds): readonly Figure[] {
  const chart = readings.charts[index];
  const times = readings.times[chart?.times ?? 0] ?? [];
  if (chart === undefined || times.length === 0) return [];
  const block = blockAt(times, moment);
  const { start, end } = spanOf(times, block);
  if (moment < start || moment > end) return [{ label: formatMoment(Math.round(moment)), text: 'no data' }];
  return [
    { label: `${formatMoment(start)} to ${formatMoment(end)}`, text: '' },
    ...chart.columns.map((column) => ({ label: column.label, text: textOf(column, block) })),
  ];
}

function textOf({ unit, values }: Column, block: number): string {
  const value = values[block] ?? null;
  if (value === null) return 'no data';
  if (value === 'none') return 'no answer';
  switch (unit) {
    case 'latency':
      return formatMeasured(value);
    case 'share':
      return formatShare(value);
    case 'rate':
      return formatFrequency(value);
    case 'bytes':
      return `${formatBytes(Math.round(value))}/s`;
  }
}
