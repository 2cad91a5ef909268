import { describe, expect, it } from 'vitest';
import type { ExpectationResult } from '../../../src/core/result.gen.ts';
import type { Sample } from '../../../src/metrics/sample.ts';
import { judgeCheck } from '../../../src/engine/judge-check.ts';
import type { PlannedCheck } from '../../../src/plan/planned-expectation.ts';
import { EPOCH, measuredRun, observed, sampleAt, samplesIn, stepOf } from '../../helpers/measured-run.ts';
import { soundBut } from '../../helpers/planning.ts';

const LOST = { status: 0, ok: false, failure: 'timeout' } as const;

/** What the sound scenario says of its first step, with one expectation in place of its own. */
function baselineOf(expectation: string, load = 'rate: 100/s'): string {
  return soundBut(['success(shoppers) >= 98%', expectation], ['rate: 100/s', load]);
}

function checksOf(text: string): { run: ReturnType<typeof measuredRun>; checks: readonly PlannedCheck[] } {
  const run = measuredRun(text);
  const { expectations } = stepOf(run.plan, 'baseline');
  return { run, checks: expectations.flatMap((item) => (item.kind === 'check' ? [item] : [])) };
}

function judge(text: string, samples: readonly Sample[], dropped: readonly number[] = []): ExpectationResult {
  const { run, checks } = checksOf(text);
  run.collector.samples('shoppers', samples);
  run.collector.dropped(
    'shoppers',
    dropped.map((due) => EPOCH + due),
  );
  return judgeCheck(run, stepOf(run.plan, 'baseline'), checks[0]!);
}

describe('a check', () => {
  it('passes with everything that the report needs', () => {
    const result = judge(baselineOf('p95(shoppers) < 300ms'), samplesIn(0, 10_000, 100));
    expect(result).toEqual({
      name: 'p95(shoppers) < 300ms',
      that: 'p95(shoppers) < 300ms',
      kind: 'check',
      gate: 'expect',
      verdict: 'pass',
      reason: expect.stringContaining('20ms'),
      expected: '< 300ms',
      observed: expect.stringContaining('20ms'),
      n: 800,
      window: { start: 2000, end: 10_000 },
      value: expect.closeTo(20, 0),
      interval: { low: expect.closeTo(20, 0), high: expect.closeTo(20, 0) },
      intervalText: expect.any(String),
      bound: 300,
      confidence: 0.95,
    });
  });

  it('is of what was due in its window, whenever it ended', () => {
    const samples = [
      ...samplesIn(0, 2000, 100, LOST),
      ...samplesIn(2000, 10_000, 100),
      ...samplesIn(10_000, 20_000, 100, LOST),
    ];
    expect(judge(baselineOf('success(shoppers) >= 98%'), samples)).toMatchObject({
      verdict: 'pass',
      n: 800,
      value: 1,
    });
  });

  it('fails when it is not so', () => {
    const result = judge(baselineOf('success(shoppers) >= 98%'), samplesIn(0, 10_000, 100, LOST));
    expect(result).toMatchObject({ verdict: 'fail', value: 0, n: 800 });
  });

  it('gives no number where no answer came, neither for the value nor for an end of the interval', () => {
    const result = judge(baselineOf('p95(shoppers) < 300ms'), samplesIn(0, 10_000, 100, LOST));
    expect(result).toMatchObject({ verdict: 'fail', value: null });
    expect(result).not.toHaveProperty('interval');
    expect(result.intervalText).toEqual(expect.any(String));
    expect(JSON.stringify(result)).not.toContain('Infinity');
  });

  it('is inconclusive without samples', () => {
    expect(judge(baselineOf('success(shoppers) >= 98%'), [])).toMatchObject({
      verdict: 'inconclusive',
      n: 0,
    });
  });

  it('says why the bound is what it is, when the scenario does', () => {
    const because = '{ that: "p95(shoppers) < 300ms", because: patience, confidence: none }';
    const result = judge(baselineOf(because), samplesIn(0, 10_000, 100));
    expect(result).toMatchObject({ because: 'patience', confidence: null });
    expect(result).not.toHaveProperty('interval');
  });
});

describe('a load that was not what was asked for', () => {
  const STEADY = samplesIn(0, 10_000, 100);

  it('lets nothing pass when requests are missing', () => {
    const result = judge(
      baselineOf('p95(shoppers) < 300ms'),
      STEADY.filter((_, index) => index % 10 > 0),
    );
    expect(result).toMatchObject({ verdict: 'inconclusive', n: 720 });
    expect(result.reason).toContain('only 720 of 800 planned requests came about');
  });

  it('lets nothing pass when arrivals were dropped', () => {
    const dropped = Array.from({ length: 50 }, (_, index) => 3000 + index);
    const result = judge(baselineOf('max(shoppers) < 300ms'), STEADY, dropped);
    expect(result.verdict).toBe('inconclusive');
  });

  it('lets nothing pass when the generator sent late', () => {
    const late = STEADY.map((sample) => ({ ...sample, sent: sample.due + 200, end: sample.due + 220 }));
    const result = judge(baselineOf('p95(shoppers) < 300ms'), late);
    expect(result).toMatchObject({ verdict: 'inconclusive' });
    expect(result.reason).toContain('the generator sent late');
  });

  it('lets nothing pass when k6 asked less than was planned', () => {
    const ofK6 = baselineOf('p95(shoppers) < 300ms', 'engine: k6\n    rate: 100/s');
    // k6 dates each request to when it was sent: a few come outside of the window in which they were due.
    const late = STEADY.filter(({ due }) => due >= EPOCH + 2200);
    expect(judge(ofK6, late)).toMatchObject({ verdict: 'pass', n: 780 });
    const result = judge(
      ofK6,
      STEADY.filter((_, index) => index % 10 > 0),
    );
    expect(result).toMatchObject({ verdict: 'inconclusive', n: 720 });
    expect(result.reason).toContain('only 720 of 750 planned requests came about');
  });

  it('does not keep a failure from being one', () => {
    const lost = samplesIn(0, 10_000, 100, LOST).filter((_, index) => index % 10 > 0);
    expect(judge(baselineOf('success(shoppers) >= 98%'), lost).verdict).toBe('fail');
  });

  it('may vary by chance where arrivals do, and where requests are drawn', () => {
    // 760 of 800 is within three standard deviations of a Poisson number, and not within 1 %.
    const fewer = STEADY.filter((_, index) => index % 20 > 0);
    const random = baselineOf('p95(shoppers) < 300ms', 'rate: 100/s\n    arrivals: poisson');
    expect(judge(random, fewer).verdict).toBe('pass');
    expect(judge(baselineOf('p95(shoppers) < 300ms'), fewer).verdict).toBe('inconclusive');
    const homes = samplesIn(0, 10_000, 50).filter((_, index) => index % 20 > 0);
    expect(judge(baselineOf('p95(shoppers{name=home}) < 300ms'), homes).verdict).toBe('pass');
  });

  it('counts against an edge between services too, whose traffic it causes', () => {
    const { run, checks } = checksOf(baselineOf('p95(cart-link) < 300ms'));
    const judged = (): ExpectationResult => judgeCheck(run, stepOf(run.plan, 'baseline'), checks[0]!);
    const samples = Array.from({ length: 800 }, (_, index) => ({
      at: EPOCH + 2000 + index * 10,
      firstByte: 10,
      latency: 20,
      service: 'shop',
      method: 'GET',
      path: '/cart',
      status: 200,
    }));
    run.collector.link(observed('cart-link', { samples }));
    run.collector.samples('shoppers', samplesIn(0, 10_000, 50));
    expect(judged()).toMatchObject({ verdict: 'inconclusive', n: 800 });
    expect(judged().reason).toContain('load `shoppers`: only 400 of 800 planned requests');
    run.collector.samples('shoppers', samplesIn(0, 10_000, 50));
    expect(judged().verdict).toBe('pass');
  });

  it('counts against its edge as well', () => {
    const { run, checks } = checksOf(baselineOf('p95(last-mile) < 300ms'));
    const samples = samplesIn(0, 10_000, 50);
    run.collector.samples('shoppers', samples);
    const seen = samples.map(({ due }) => ({
      at: due,
      firstByte: 10,
      latency: 20,
      service: 'shop',
      method: 'GET',
      path: '/',
      status: 200,
    }));
    run.collector.link(observed('last-mile', { samples: seen }));
    const result = judgeCheck(run, stepOf(run.plan, 'baseline'), checks[0]!);
    expect(result).toMatchObject({ verdict: 'inconclusive', n: 400 });
    expect(result.reason).toContain('only 400 of 800 planned requests');
  });

  it('cannot be short of requests as a journey, whose length depends on the answers', () => {
    const journey = baselineOf('p95(shoppers) < 300ms').replace('    requests:', '    journey:');
    expect(judge(journey, samplesIn(0, 10_000, 90)).verdict).toBe('pass');
  });
});

describe('a recovery', () => {
  const RECOVERY = baselineOf('recovery(shoppers) <= 6s\n      - p95(shoppers) < 300ms');

  it('is the time until the others hold, looked for in all of the step', () => {
    const slow = samplesIn(0, 4000, 100, { latency: 500 });
    const result = judge(RECOVERY, [...slow, ...samplesIn(4000, 10_000, 100)]);
    expect(result).toMatchObject({
      verdict: 'pass',
      value: 4000,
      bound: 6000,
      window: { start: 0, end: 10_000 },
    });
  });

  it('fails, without a number, when they never hold again', () => {
    const result = judge(RECOVERY, samplesIn(0, 10_000, 100, { latency: 500 }));
    expect(result).toMatchObject({ verdict: 'fail', value: null });
  });

  it('lets the others be judged from its bound on', () => {
    const { run, checks } = checksOf(RECOVERY);
    run.collector.samples('shoppers', [sampleAt(5900, LOST), ...samplesIn(6000, 10_000, 100)]);
    const result = judgeCheck(run, stepOf(run.plan, 'baseline'), checks[1]!);
    expect(result).toMatchObject({ verdict: 'pass', n: 400, window: { start: 6000, end: 10_000 } });
  });
});
