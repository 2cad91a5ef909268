import type { Milliseconds } from '../core/clock.ts';
import { tailOf, type Interval } from './intervals.ts';
import { persistence } from './persistence.ts';

/** Shorter times than this are not told apart, and nothing is a part of 0. */
const SHORTEST: Milliseconds = 0.001;

/**
 * Where the `q`-quantile of a population lies, judged by the quantiles of its blocks, which are taken for log-normal: the tolerance limits
 * that hold such a share of them with the tail of `confidence` at each end. As many count as say something new. Less than a percentage of
 * quantiles that hardly differ is all that it adds, and a multiple where they vary a lot; infinite where too few say something new.
 */
export function blockTolerance(quantiles: readonly Milliseconds[], q: number, confidence: number): Interval {
  const logs = quantiles.map((value) => Math.log(Math.max(SHORTEST, value)));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  if (!Number.isFinite(mean)) return { low: 0, high: Infinity };
  const deviations = logs.map((value) => value - mean);
  const lasting = persistence(deviations);
  const worth = logs.length / lasting;
  const squares = deviations.reduce((sum, value) => sum + value * value, 0);
  const reachOf = (share: number): number =>
    squares === 0
      ? 0
      : toleranceFactor(worth, share, confidence) * Math.sqrt(squares / (logs.length - lasting));
  return { low: Math.exp(mean - reachOf(1 - q)), high: Math.exp(mean + reachOf(q)) };
}

/**
 * How many standard deviations above the mean of `n` normal values the `q`-quantile of their distribution lies at most: Natrella,
 * Experimental Statistics, NBS Handbook 91 (1963), 2-14, an approximation that is on the safe side for the few values that it is used for.
 */
export function toleranceFactor(n: number, q: number, confidence: number): number {
  const surely = normalQuantile(1 - tailOf(confidence));
  const share = normalQuantile(q);
  const a = 1 - surely ** 2 / (2 * (n - 1));
  if (n <= 1 || a <= 0) return Infinity;
  const b = share ** 2 - surely ** 2 / n;
  return (share + Math.sqrt(Math.max(0, share ** 2 - a * b))) / a;
}

/** To 0.0005: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.2.23. */
function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return (
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
}
