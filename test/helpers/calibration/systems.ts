import type { Random } from '../../../src/core/random.ts';
import { drawExponential, drawNormal, normalShareBelow, reaches } from './normal.ts';

/** How a request went. */
export interface Reply {
  readonly latency: number;
  readonly ok: boolean;
  readonly answered: boolean;
}

/** A system that goes on as it is, and of which all is known. */
export interface KnownSystem {
  readonly name: string;
  /** The replies to requests that are `gap` seconds apart, from any moment on. */
  start(random: Random, gap: number): () => Reply;
  /** In milliseconds; Infinity where so many are never answered. */
  quantile(q: number): number;
  /** Of all latencies, in milliseconds; NaN where some are never known. */
  readonly mean: number;
  /** The share of all requests that succeed. */
  readonly success: number;
}

/** In milliseconds, of their logarithms. */
interface LogNormal {
  readonly median: number;
  readonly sigma: number;
}

const LONGEST = 1e7;

function shareBelow({ median, sigma }: LogNormal, value: number): number {
  return normalShareBelow(Math.log(value / median) / sigma);
}

function meanOf({ median, sigma }: LogNormal): number {
  return median * Math.exp(sigma ** 2 / 2);
}

const SHOP: LogNormal = { median: 100, sigma: 0.5 };

/**
 * Log-normal latencies whose logarithm wanders (Ornstein and Uhlenbeck): the correlation of two requests falls by e for every
 * `memory` seconds between them; 0 for none. `part` of the variance wanders, the rest is each request's own.
 */
export function wandering(memory: number, part = 1): KnownSystem {
  return {
    name: memory === 0 ? 'independent' : `wanders, ${memory} s${part === 1 ? '' : `, ${part * 100} % of it`}`,
    start: (random, gap) => {
      const kept = memory === 0 ? 0 : Math.exp(-gap / memory);
      const fresh = Math.sqrt(1 - kept * kept);
      const [common, own] = [Math.sqrt(part), Math.sqrt(1 - part)];
      let state = drawNormal(random);
      return () => {
        state = kept * state + fresh * drawNormal(random);
        const z = part === 1 ? state : common * state + own * drawNormal(random);
        return { latency: SHOP.median * Math.exp(SHOP.sigma * z), ok: true, answered: true };
      };
    },
    quantile: (q) => reaches(q, (value) => shareBelow(SHOP, value), [0, LONGEST]),
    mean: meanOf(SHOP),
    success: 1,
  };
}

/** Whether each of the requests falls into a bad phase: phases last `stay` seconds on average, and take `share` of the time. */
function phases(share: number, stay: number, random: Random, gap: number): () => boolean {
  if (stay === 0) return () => random() < share;
  const means = [(stay * (1 - share)) / share, stay] as const;
  let bad = random() < share;
  let left = drawExponential(random, means[bad ? 1 : 0]);
  return () => {
    for (left -= gap; left < 0; left += drawExponential(random, means[bad ? 1 : 0])) bad = !bad;
    return bad;
  };
}

const CACHED: LogNormal = { median: 50, sigma: 0.3 };
const MISSED: LogNormal = { median: 500, sigma: 0.3 };

/** Two modes, ten times apart: `share` of the requests are slow, each by itself or in phases of `stay` seconds. */
export function bimodal(share: number, stay: number): KnownSystem {
  return {
    name: `${share * 100} % slow, ${stay === 0 ? 'independent' : `phases of ${stay} s`}`,
    start: (random, gap) => {
      const isSlow = phases(share, stay, random, gap);
      return () => {
        const { median, sigma } = isSlow() ? MISSED : CACHED;
        return { latency: median * Math.exp(sigma * drawNormal(random)), ok: true, answered: true };
      };
    },
    quantile: (q) =>
      reaches(q, (value) => (1 - share) * shareBelow(CACHED, value) + share * shareBelow(MISSED, value), [
        0,
        LONGEST,
      ]),
    mean: (1 - share) * meanOf(CACHED) + share * meanOf(MISSED),
    success: 1,
  };
}

/** In a bad phase each second request fails. */
const FAILING = 0.5;

/** Fails `1 - success` of the requests: each by itself, or half of them in phases of `stay` seconds. */
export function failing(success: number, stay: number): KnownSystem {
  return {
    name: stay === 0 ? 'independent' : `phases of ${stay} s`,
    start: (random, gap) => {
      const isBad = phases((1 - success) / FAILING, stay, random, gap);
      return () => {
        const ok = !isBad() || random() >= FAILING;
        return { latency: 10, ok, answered: true };
      };
    },
    quantile: () => 10,
    mean: 10,
    success,
  };
}

const SLOW: LogNormal = { median: 1000, sigma: 0.8 };

/** Slow latencies that wander, and a client that waits for `timeout` milliseconds. */
export function impatient(timeout: number, memory: number): KnownSystem {
  const success = shareBelow(SLOW, timeout);
  return {
    name: memory === 0 ? 'independent' : `wanders, ${memory} s`,
    start: (random, gap) => {
      const next = wandering(memory).start(random, gap);
      return () => {
        const latency = SLOW.median * (next().latency / SHOP.median) ** (SLOW.sigma / SHOP.sigma);
        return latency < timeout
          ? { latency, ok: true, answered: true }
          : { latency: timeout, ok: false, answered: false };
      };
    },
    quantile: (q) =>
      q < success ? reaches(q, (value) => shareBelow(SLOW, value), [0, LONGEST]) : Number.POSITIVE_INFINITY,
    mean: Number.NaN,
    success,
  };
}
