import { line } from '../../exec/network/batch.ts';
import { trimNumber } from '../../core/units/quantity.ts';
import type { Ratio } from '../../core/units/ratio.ts';
import type { DirectionImpairment, Loss } from '../../impairment/model.ts';
import { queueLimit } from './limit.ts';

/** Gilbert's two states: how likely a packet is to begin a burst of losses, and to end it. */
export interface BurstLoss {
  readonly begin: Ratio;
  readonly end: Ratio;
}

/**
 * The parameters of netem for one direction, each of them, always: a change keeps `rate`, `corrupt` and `reorder` where they are
 * left out, falls back to a `limit` of 1000, and can never take a distribution away, which is why the uniform one is named too.
 */
export function netemWords(way: DirectionImpairment): readonly string[] {
  const { delay = 0, jitter = 0, distribution = 'uniform', rate } = way;
  const isShaped = delay > 0 && jitter > 0;
  const shape = isShaped ? line`distribution ${distribution}` : [];
  return [
    // A bare number is microseconds.
    ...line`limit ${queueLimit(way)} delay ${milliseconds(delay)} ${milliseconds(isShaped ? jitter : 0)} ${shape}`,
    ...lossWords(way),
    // A duplicate would get through a partition.
    ...line`duplicate ${percent(way.partition === true ? 0 : way.duplicate)}`,
    ...line`corrupt ${percent(way.corrupt)} reorder ${percent(delay > 0 ? way.reorder : 0)}`,
    // `kbps` is bytes. A rate of less than one byte a second would be 0, which is none.
    ...line`rate ${rate === undefined ? '0bit' : `${Math.max(8, Math.round(rate))}bit`}`,
  ];
}

function lossWords({ loss, partition }: DirectionImpairment): readonly string[] {
  if (partition === true || loss?.average === 1) return line`loss 100%`;
  if (loss === undefined || loss.burst === 1) return line`loss ${percent(loss?.average)}`;
  const { begin, end } = burstLoss(loss);
  return line`loss gemodel ${percent(begin)} ${percent(end)} 100% 0%`;
}

/**
 * With every packet of the bad state lost and none of the good one: end = 1 / burst, and begin = average * end / (1 - average), so
 * that begin / (begin + end) is the average.
 */
export function burstLoss({ average, burst }: Loss): BurstLoss {
  const end = 1 / burst;
  return { begin: Math.min(1, (average * end) / (1 - average)), end };
}

function milliseconds(value: number): string {
  return `${trimNumber(value, 6)}ms`;
}

/** The kernel keeps 32 bits of it. */
function percent(value: Ratio = 0): string {
  return `${trimNumber(value * 100, 6)}%`;
}
