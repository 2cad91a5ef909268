import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../src/core/random.ts';
import {
  handlerWithin,
  simulateSearch,
  type SimulatedOutcome,
  type SimulatedServer,
} from '../../helpers/simulated-search.ts';

const RANGE = { from: 0, to: 4000, precision: 50 };
const RATE = 50;
const BOUND = 0.99;
const EXPECT = [`success(shoppers) >= ${BOUND * 100}%`];
const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

const settle = (rtt: number): number => 1000 + 2 * rtt;

/** Of a sweep that tries every value with the 368 requests that can show 99 % at 95 %, once. */
function sweepTime(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + settle(value) + (368 / RATE) * 1000, 0);
}

function search(server: SimulatedServer, seed: number, time = 600_000): SimulatedOutcome {
  return simulateSearch({ range: RANGE, expect: EXPECT, server, seed, rate: RATE, time, settle });
}

/** The ends of what a search states, as values. */
function interval({ values, conclusion: { holds, fails } }: SimulatedOutcome): readonly [number, number] {
  return [holds === undefined ? -Infinity : values[holds]!, fails === undefined ? Infinity : values[fails]!];
}

function holdsTruth(outcome: SimulatedOutcome, truth: number): boolean {
  const [low, high] = interval(outcome);
  return low <= truth && truth < high;
}

/** A server whose share of successes falls from all but `base` to none around a value, where it is the bound. */
function fading(middle: number, width: number, base: number): SimulatedServer {
  // Where the curve crosses what is left between the best share and the bound.
  const shift = width * Math.log((1 - base) / BOUND - 1);
  return (value, random) => {
    const share = (1 - base) / (1 + Math.exp((value - middle) / width + shift / width));
    return { latency: 100 + value, ok: random() < share };
  };
}

const always: SimulatedServer = () => ({ latency: 10, ok: true });
const never: SimulatedServer = () => ({ latency: 10, ok: false });

describe('a hundred simulated searches with seeds', () => {
  it('find where a handler of 1 to 4 round trips gives up after 1 s in all, with less than half the load time of a sweep', () => {
    const work = 40;
    const runs = SEEDS.map((seed) => {
      const trips = 1 + Math.floor(seededRandom(seed)() * 4);
      const outcome = search(handlerWithin({ limit: 1000, trips, work }), seed);
      // Its own work takes up to 40 ms, and 99 % of the requests have to end in time.
      return { outcome, truth: (1000 - BOUND * work) / trips };
    });
    const right = runs.filter(({ outcome, truth }) => {
      const [low, high] = interval(outcome);
      return (
        outcome.conclusion.answer === 'found' && high - low <= RANGE.precision && holdsTruth(outcome, truth)
      );
    });
    expect(right.length).toBeGreaterThanOrEqual(95);
    for (const { outcome } of runs) {
      expect(outcome.took).toBeLessThan(sweepTime(outcome.values) / 2);
      expect(outcome.conclusion.checks).toBeGreaterThan(0);
    }
  });

  it.each([
    ['that falls steeply', 30, 0.001],
    ['that falls slowly', 150, 0.001],
    ['with failures of its own, near the bound everywhere', 50, 0.007],
  ])('state an interval that holds the truth for a success rate %s', (_what, width, base) => {
    const right = SEEDS.filter((seed) => {
      const middle = 300 + 3000 * seededRandom(seed)();
      const outcome = search(fading(middle, width, base), seed);
      return outcome.conclusion.answer !== 'not-monotone' && holdsTruth(outcome, middle);
    });
    expect(right.length).toBeGreaterThanOrEqual(95);
  });

  it('are inconclusive, and spend no more than their time, where every value is as good as the bound itself', () => {
    for (const seed of SEEDS) {
      const { conclusion, took } = search(
        (_value, random) => ({ latency: 50, ok: random() < BOUND }),
        seed,
        120_000,
      );
      expect(conclusion.verdict).not.toBe('pass');
      expect(took).toBeLessThan(120_000 + settle(RANGE.to));
    }
  });

  it('notice a stretch that fails although worse values hold', () => {
    const noticed = SEEDS.filter((seed) => {
      const random = seededRandom(seed);
      const begin = 300 + 500 * random();
      const outcome = search((value, draw) => {
        const inDip = value >= begin && value < begin + 900;
        return { latency: 50, ok: draw() > (inDip || value > 2600 ? 0.3 : 0.001) };
      }, seed);
      return outcome.conclusion.answer === 'not-monotone' && outcome.conclusion.verdict === 'inconclusive';
    });
    expect(noticed.length).toBeGreaterThanOrEqual(95);
  });
});

describe('a simulated search', () => {
  it('says of what holds everywhere that it holds up to the end of the range', () => {
    const { conclusion, values } = search(always, 1);
    expect(conclusion).toMatchObject({ answer: 'throughout', verdict: 'pass', holds: values.length - 1 });
    expect(conclusion.checks).toBe(2);
  });

  it('ends after one value where nothing holds', () => {
    const { conclusion, tried } = search(never, 1);
    expect(conclusion).toMatchObject({ answer: 'nowhere', verdict: 'fail', fails: 0 });
    expect(tried).toHaveLength(1);
  });

  it.each([
    [800, 'pass'],
    [870, 'pass'],
    [1200, 'fail'],
  ] as const)('tries a gate of %d itself, and decides by it', (gate, verdict) => {
    const server = handlerWithin({ limit: 900, trips: 1 });
    const { conclusion, tried, values } = simulateSearch({
      range: { ...RANGE, gate },
      expect: EXPECT,
      server,
      seed: 1,
      rate: RATE,
      time: 600_000,
      settle,
    });
    expect(tried.map(({ at }) => values[at])).toContain(gate);
    expect(conclusion.verdict).toBe(verdict);
  });

  it('finds the smallest rate that holds, from the good end to the bad one', () => {
    const outcome = simulateSearch({
      range: { from: 2_000_000, to: 100_000, precision: 50_000 },
      expect: ['p95(shoppers) < 1s'],
      // 80 kB at the rate.
      server: (rate) => ({ latency: 640_000_000 / rate, ok: true }),
      seed: 1,
      rate: RATE,
      time: 600_000,
      settle: () => 1000,
    });
    expect(outcome.conclusion.answer).toBe('found');
    expect(interval(outcome)).toEqual([650_000, 600_000]);
  });

  it('is wide where its time is over before it is found', () => {
    const { conclusion, tried } = search(handlerWithin({ limit: 1000, trips: 1 }), 1, 40_000);
    expect(conclusion).toMatchObject({ answer: 'wide', verdict: 'inconclusive' });
    expect(tried.length).toBeGreaterThan(2);
  });
});
