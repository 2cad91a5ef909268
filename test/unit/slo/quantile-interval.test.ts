import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { Cell } from '../../../src/metrics/cell.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';
import { quantileRanks } from '../../../src/slo/intervals.ts';
import { quantileInterval, type QuantileInterval } from '../../../src/slo/quantile-interval.ts';

function blockOf(latencies: readonly number[], unanswered = 0): Cell {
  const answered = new Histogram();
  for (const latency of latencies) answered.record(latency);
  const cell = new Cell();
  cell.addGood(answered);
  cell.addBad(unanswered);
  return cell;
}

function p95Of(blocks: readonly Cell[]): QuantileInterval {
  const whole = new Cell();
  for (const block of blocks) whole.merge(block);
  return quantileInterval(0.95, whole, { confidence: 0.95, blocks, effect: 1 });
}

/** Blocks of a second at 50/s, whose latencies lie around a level of their own. */
function seconds(levels: readonly number[], spread = 0.02): number[][] {
  const random = seededRandom(9);
  return levels.map((level) => Array.from({ length: 50 }, () => level * (1 + spread * random())));
}

const STEADY = Array.from({ length: 18 }, () => 100);
/** Whole seconds are a little slower than others, as on any real machine. */
const UNSTEADY = STEADY.map((level, second) => level + [0, 1, 0, 3, 5, 0, 2, 0, 1][second % 9]!);

describe('the interval of a percentile', () => {
  it('is that of the order statistics where samples do not go together', () => {
    // Each second has the same latencies, so nothing goes together.
    const latencies = Array.from({ length: 50 }, (_, at) => 100 + at);
    const blocks = STEADY.map(() => blockOf(latencies));
    const sorted = STEADY.flatMap(() => latencies).toSorted((a, b) => a - b);
    const { low, high } = quantileRanks(sorted.length, 0.95, 0.95);
    const found = p95Of(blocks);
    expect(found.effect).toBe(1);
    expect(found.low).toBeCloseTo(sorted[low! - 1]!, -0.3);
    expect(found.high).toBeCloseTo(sorted[high! - 1]!, -0.3);
  });

  it('reaches no farther than its seconds differ, although they are worth too few for an order statistic', () => {
    const { high, effect } = p95Of(seconds(UNSTEADY).map((latencies) => blockOf(latencies)));
    expect(900 / effect).toBeLessThan(72);
    expect(high).toBeGreaterThan(105);
    expect(high).toBeLessThan(140);
  });

  it('takes no notice of a single outlier', () => {
    const [first = [], ...others] = seconds(UNSTEADY);
    const blocks = [blockOf([5000, ...first.slice(1)]), ...others.map((latencies) => blockOf(latencies))];
    expect(p95Of(blocks).high).toBeLessThan(140);
  });

  it('reaches a mode in which few seconds were, which may be more of the time than it seems', () => {
    const levels = STEADY.map((level, second) => (second === 7 ? 20 * level : level));
    expect(p95Of(seconds(levels).map((latencies) => blockOf(latencies))).high).toBeGreaterThan(2000);
    // Twenty such requests that are spread over the window are no reason.
    const spread = seconds(STEADY).map(([, ...others], second) =>
      blockOf([second % 2 === 0 ? 2000 : 100, ...others]),
    );
    expect(p95Of(spread).high).toBeLessThan(110);
  });

  it('has no end where a second was not answered', () => {
    const blocks = seconds(STEADY).map((latencies, second) =>
      second === 7 ? blockOf([], 50) : blockOf(latencies),
    );
    expect(p95Of(blocks).high).toBe(Infinity);
  });

  it('has no end where the samples themselves are too few', () => {
    const blocks = seconds(STEADY.slice(0, 10)).map((latencies) => blockOf(latencies.slice(0, 7)));
    expect(p95Of(blocks).high).toBe(Infinity);
    expect(
      p95Of(seconds(STEADY.slice(0, 10)).map((latencies) => blockOf(latencies.slice(0, 8)))).high,
    ).toBeLessThan(110);
  });
});
