import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../../../src/engine/judge-check.ts';
import type { ExpectationResult } from '../../../src/core/result.gen.ts';
import type { MetricInfo } from '../../../src/load/load.ts';
import { EPOCH, measuredRun, observed, samplesIn, stepOf } from '../../helpers/measured-run.ts';
import { soundBut } from '../../helpers/planning.ts';

const REQUESTS =
  '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n';

type Values = Readonly<Record<string, readonly number[]>>;

interface Told {
  readonly values?: Values;
  readonly declared?: readonly MetricInfo[];
  /** On its edge, from the run's start. */
  readonly open?: readonly number[];
}

/** Judges one expectation of the first step, of a script that told these values in the middle of its window. */
function judge(expectation: string, { values = {}, declared = [], open = [] }: Told): ExpectationResult {
  const run = measuredRun(
    soundBut([REQUESTS, '    k6: { script: buy.js }\n'], ['success(shoppers) >= 98%', expectation]),
  );
  const log = run.collector.valuesOf('shoppers');
  for (const info of declared) run.collector.metric('shoppers', info);
  for (const [wanted, { metric }] of log.wanted.entries()) {
    const own = values[metric];
    if (own === undefined) continue;
    const at = Float64Array.from(own, (_, index) => EPOCH + 3000 + index);
    run.collector.values('shoppers', [{ wanted, at, end: at, value: Float64Array.from(own) }]);
  }
  run.collector.samples('shoppers', samplesIn(0, 10_000, 50));
  run.collector.link(observed('last-mile', { openSince: open.map((due) => EPOCH + due) }));
  const step = stepOf(run.plan, 'baseline');
  const [check] = step.expectations;
  if (check?.kind !== 'check') throw new Error('no check');
  return judgeCheck(run, step, check);
}

function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

const CHECKS: MetricInfo = { name: 'checks', type: 'rate', contains: 'default' };
const ITERATIONS: MetricInfo = { name: 'iterations', type: 'counter', contains: 'default' };
const ITEMS: MetricInfo = { name: 'cart_items', type: 'trend', contains: 'default' };
const SHOWN: MetricInfo = { name: 'cart_shown', type: 'trend', contains: 'time' };
const ORDERS: MetricInfo = { name: 'orders', type: 'counter', contains: 'default' };
const LEVEL: MetricInfo = { name: 'level', type: 'gauge', contains: 'default' };
const AGE: MetricInfo = { name: 'age', type: 'gauge', contains: 'time' };

describe('a metric of a load', () => {
  it.each([
    [
      'shoppers.checks >= 90%',
      { checks: [...times(396, 1), ...times(4, 0)] },
      [CHECKS],
      { value: 0.99, n: 400 },
    ],
    ['shoppers.orders >= 1/s', { orders: times(40, 3) }, [ORDERS], { value: 15, n: 40 }],
    ['shoppers.orders <= 120', { orders: times(40, 3) }, [ORDERS], { value: 120, n: 40 }],
    ['max(shoppers.age) < 1s', { age: [9, 8] }, [AGE], { value: 9, n: 2 }],
    ['shoppers.level == 7', { level: [9, 8, 7] }, [LEVEL], { value: 7, n: 1 }],
    ['mean(shoppers.cart_items) <= 12', { cart_items: times(100, 12) }, [ITEMS], { value: 12, n: 100 }],
    ['p95(shoppers.cart_shown) < 1s', { cart_shown: times(100, 250) }, [SHOWN], { value: 250, n: 100 }],
    ['shoppers.dropped_iterations <= 2%', { iterations: times(500, 1) }, [ITERATIONS], { value: 0, n: 500 }],
  ])('passes `%s`', (expectation, values, declared, { value, n }) => {
    const result = judge(expectation, { values, declared });
    expect(result).toMatchObject({ verdict: 'pass', n, value: expect.closeTo(value, 0) });
  });

  it('counts dropped iterations among all that were to start, and doubts the window for them', () => {
    const told = {
      values: { iterations: times(360, 1), dropped_iterations: times(40, 1) },
      declared: [ITERATIONS],
    };
    expect(judge('shoppers.dropped_iterations <= 1%', told)).toMatchObject({
      verdict: 'fail',
      value: 0.1,
      n: 400,
    });
    expect(judge('success(shoppers) >= 90%', told)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('k6 dropped 40 of 400 iterations (10%)'),
    });
  });

  it('is 0 where a counter counted nothing', () => {
    expect(judge('shoppers.orders < 5', { declared: [ORDERS] })).toMatchObject({ verdict: 'pass', value: 0 });
    expect(judge('shoppers.http_reqs > 5/s', {})).toMatchObject({ verdict: 'fail', value: 0 });
  });

  it('is inconclusive where it was never emitted, with the names of those that were', () => {
    expect(judge('shoppers.cheks >= 99%', { declared: [CHECKS, ITERATIONS] })).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('never emitted `cheks`; it emitted: checks, iterations'),
    });
    expect(judge('shoppers.checks >= 99%', {}).reason).toContain('emitted no metric at all');
  });

  it.each([
    ['shoppers.orders >= 5%', ORDERS, 'is a counter'],
    ['p95(shoppers.orders) < 5', ORDERS, 'is a counter'],
    ['shoppers.checks > 5/s', CHECKS, 'is a rate'],
    ['shoppers.cart_items > 5', ITEMS, 'is a trend'],
    ['shoppers.level > 5/s', LEVEL, 'is a gauge'],
    ['p95(shoppers.cart_items) < 5ms', ITEMS, 'holds plain numbers'],
    ['p95(shoppers.cart_shown) < 5', SHOWN, 'holds durations'],
    ['max(shoppers.level) < 1s', LEVEL, 'holds plain numbers'],
    ['max(shoppers.age) < 5', AGE, 'holds durations'],
  ])('is an error where `%s` takes it for something else', (expectation, info, why) => {
    expect(judge(expectation, { declared: [info], values: { [info.name]: [1] } })).toMatchObject({
      verdict: 'error',
      reason: expect.stringContaining(why),
    });
  });

  it('is inconclusive with values that cannot be counted', () => {
    const told = { declared: [ITEMS], values: { cart_items: [-1, ...times(200, 3)] } };
    expect(judge('p95(shoppers.cart_items) < 5', told)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('1 values of `cart_items` are below 0'),
    });
  });

  it.each([
    ['the requests of a tag', 'success(shoppers{name=home}) >= 90%'],
    ['a metric', 'shoppers.checks >= 90%'],
  ])('does not pass %s with requests open that may belong to it', (_what, expectation) => {
    const told = { values: { checks: times(400, 1) }, declared: [CHECKS] };
    expect(judge(expectation, { ...told, open: [1999, 10_000] }).verdict).toBe('pass');
    expect(judge(expectation, { ...told, open: [5000] })).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('1 requests were still open'),
    });
  });

  it('counts what is open among all requests, without a doubt', () => {
    expect(judge('success(shoppers) >= 90%', { open: [5000] })).toMatchObject({ verdict: 'pass', n: 401 });
  });
});
