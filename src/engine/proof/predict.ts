import type { Milliseconds } from '../../core/clock.ts';
import { seededRandom, type Random } from '../../core/random.ts';
import { drawJitter } from '../../impairment/jitter.ts';
import type { DirectionImpairment, Impairment } from '../../impairment/model.ts';

/** What one probe weighs on the link, in bytes. */
const PROBE_BYTES = 16;

/** The estimator of promise 2: low enough to shed queueing, high enough not to be the luckiest probe. */
export const RTT_QUANTILE = 0.1;

const DRAWS = 4_000;

/** The q-quantile of `values` by nearest rank; NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * The 10th percentile of round trips that a faithful link would show to small probes: both delays, both
 * serialisations, and what the jitter's shape makes of that percentile (by simulation with a fixed seed).
 */
export function predictRtt(impairment: Impairment): Milliseconds {
  const { up, down } = impairment;
  const fixed = base(up) + base(down);
  if (up.jitter === undefined && down.jitter === undefined) return fixed;
  const random = seededRandom(1);
  const draws = Array.from({ length: DRAWS }, () => fixed + deviation(up, random) + deviation(down, random));
  return quantile(draws, RTT_QUANTILE);
}

function base(way: DirectionImpairment): Milliseconds {
  return (way.delay ?? 0) + (way.rate === undefined ? 0 : (PROBE_BYTES * 8000) / way.rate);
}

function deviation(way: DirectionImpairment, random: Random): Milliseconds {
  if (way.jitter === undefined) return 0;
  return Math.max(-(way.delay ?? 0), way.jitter * drawJitter(way.distribution ?? 'uniform', random));
}
