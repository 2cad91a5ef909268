import type { Milliseconds } from '../../core/clock.ts';
import { seededRandom, type Random } from '../../core/random.ts';
import { PROBE_BYTES } from '../../core/probe-size.ts';
import { drawJitter } from '../../impairment/jitter.ts';
import type { DirectionImpairment, Impairment } from '../../impairment/model.ts';

/** The estimator of promise 2: low enough to shed queueing, high enough not to be the luckiest probe. */
export const RTT_QUANTILE = 0.1;

const RUNS = 400;

/** How the probes are sent that a prediction is for. */
export interface ProbePattern {
  readonly count: number;
  readonly interval: Milliseconds;
  /** What one of them weighs on the link; `PROBE_BYTES` unless stated. */
  readonly bytes?: number;
  /** Whether a probe waits for those before it, as in a TCP stream. */
  readonly ordered: boolean;
}

/** What a faithful link would show to the estimator, and how far chance alone would take it from there. */
export interface PredictedRtt {
  readonly value: Milliseconds;
  /** Half the width of what 99 of 100 such measurements would show; 0 without jitter. */
  readonly chance: Milliseconds;
}

/** The q-quantile of `values` by nearest rank; NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * The 10th percentile of round trips that a faithful link would show to small probes: both delays, both
 * serialisations, and what jitter makes of that percentile, which is simulated with a fixed seed because in an
 * ordered stream every probe also waits for the slowest before it.
 */
export function predictRtt(impairment: Impairment, pattern: ProbePattern): PredictedRtt {
  const { up, down } = impairment;
  if (up.jitter === undefined && down.jitter === undefined)
    return { value: base(up, pattern) + base(down, pattern), chance: 0 };
  const random = seededRandom(1);
  const seen = Array.from({ length: RUNS }, () =>
    quantile(simulate(impairment, pattern, random), RTT_QUANTILE),
  );
  const value = quantile(seen, 0.5);
  return { value, chance: Math.max(value - quantile(seen, 0.005), quantile(seen, 0.995) - value) };
}

function simulate({ up, down }: Impairment, pattern: ProbePattern, random: Random): Milliseconds[] {
  const { count, interval, ordered } = pattern;
  let arrived = -Infinity;
  let answered = -Infinity;
  return Array.from({ length: count }, (_, index) => {
    const sent = index * interval;
    const there = sent + base(up, pattern) + deviation(up, random);
    arrived = ordered ? Math.max(arrived, there) : there;
    const back = arrived + base(down, pattern) + deviation(down, random);
    answered = ordered ? Math.max(answered, back) : back;
    return answered - sent;
  });
}

/** What a small probe takes one way without jitter. */
export function base(
  way: DirectionImpairment,
  { bytes = PROBE_BYTES }: Pick<ProbePattern, 'bytes'>,
): Milliseconds {
  return (way.delay ?? 0) + (way.rate === undefined ? 0 : (bytes * 8000) / way.rate);
}

function deviation(way: DirectionImpairment, random: Random): Milliseconds {
  if (way.jitter === undefined) return 0;
  return Math.max(-(way.delay ?? 0), way.jitter * drawJitter(way.distribution ?? 'uniform', random));
}
