import { describe, expect, it } from 'vitest';

import { Cell } from '../../../src/metrics/cell.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';
import { designEffect } from '../../../src/slo/design-effect.ts';
import { estimate, type Estimate, type PopulationFunction, type Setting } from '../../../src/slo/estimate.ts';
import { meanInterval, proportionInterval } from '../../../src/slo/intervals.ts';

const SECONDS = Array.from({ length: 40 }, (_, second) => second);
const PER_SECOND = 25;

function cellOf(latency: number, count: number, unanswered = 0): Cell {
  const answered = new Histogram();
  answered.record(latency, count);
  const cell = new Cell();
  cell.addGood(answered);
  cell.addBad(unanswered);
  return cell;
}

function estimateOf(
  fn: PopulationFunction,
  blocks: readonly Cell[],
  change: Partial<Setting> = {},
): Estimate {
  const whole = new Cell();
  for (const block of blocks) whole.merge(block);
  return estimate(fn, whole, { seconds: SECONDS.length, confidence: 0.95, blocks, ...change });
}

describe('of samples that go together, second by second,', () => {
  // All of each tenth second fail.
  const failing = SECONDS.map((second) =>
    second % 10 === 3 ? cellOf(0, 0, PER_SECOND) : cellOf(100, PER_SECOND),
  );
  const slow = SECONDS.map((second) => cellOf(second % 10 === 3 ? 900 : 100, PER_SECOND));

  it('a share has the interval of as many as they are worth', () => {
    const { value, interval, effect = 1 } = estimateOf({ kind: 'success' }, failing);
    expect(value).toBe(0.9);
    expect(effect).toBeGreaterThan(5);
    expect(interval).toEqual(proportionInterval(900 / effect, 1000 / effect, 0.95));
    const errors = estimateOf({ kind: 'errors' }, failing);
    expect(errors.effect).toBe(effect);
    expect(errors.interval!.low).toBeCloseTo(1 - interval!.high, 12);
    expect(errors.interval!.high).toBeCloseTo(1 - interval!.low, 12);
  });

  it('a mean has the interval of as many as they are worth', () => {
    const { value, interval, effect = 1 } = estimateOf({ kind: 'mean' }, slow);
    const totals = SECONDS.map((second) => ({
      n: PER_SECOND,
      sum: PER_SECOND * (second % 10 === 3 ? 900 : 100),
    }));
    // 900 of 100 ms and 100 of 900 ms lie 80 and 720 ms from their mean of 180.
    const sumOfSquares = 900 * 100 ** 2 + 100 * 900 ** 2;
    const variance = (900 * 80 ** 2 + 100 * 720 ** 2) / 999;
    expect(value).toBe(180);
    expect(effect).toBeGreaterThan(5);
    expect(effect).toBeCloseTo(designEffect(totals, { variance, confidence: 0.95 }).sure, 9);
    const expected = meanInterval({ count: 1000, sum: 180_000, sumOfSquares }, 0.95, effect);
    expect(interval!.low).toBeCloseTo(expected.low, 9);
    expect(interval!.high).toBeCloseTo(expected.high, 9);
  });

  it('nothing but the value counts without a confidence', () => {
    const point = { value: 180, n: 1000, range: { low: 180, high: 180 } };
    expect(estimateOf({ kind: 'mean' }, slow, { confidence: 'none' })).toEqual(point);
  });

  it('those that nobody knows second by second are worth what is said of them', () => {
    const known = { blocks: [], effect: 4 };
    expect(estimateOf({ kind: 'success' }, failing, known).interval).toEqual(
      proportionInterval(225, 250, 0.95),
    );
    const far = estimateOf({ kind: 'mean' }, slow, known).interval!;
    const near = estimateOf({ kind: 'mean' }, slow, { blocks: [] }).interval!;
    expect(far.high - far.low).toBeCloseTo(2 * (near.high - near.low), 9);
  });
});

it('a mean with a request that was never answered has no upper end', () => {
  const { atLeast, range, interval } = estimateOf({ kind: 'mean' }, [cellOf(100, 30, 1)]);
  expect(atLeast).toBe(true);
  expect(range.high).toBe(Infinity);
  expect(interval).toEqual(range);
  expect(estimateOf({ kind: 'mean' }, [cellOf(100, 30, 1)], { confidence: 'none' })).not.toHaveProperty(
    'interval',
  );
});

it.each([
  [{ kind: 'rps' }, 1.5],
  [{ kind: 'rate' }, 150],
  [{ kind: 'amount' }, 6000],
  [{ kind: 'max' }, 100],
] as const)('%j of 60 values of 100 in 40 seconds is %d, and has no interval', (fn, value) => {
  expect(estimateOf(fn, [cellOf(100, 60)])).toEqual({ value, n: 60, range: { low: value, high: value } });
});
