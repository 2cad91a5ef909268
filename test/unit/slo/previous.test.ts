import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../src/core/random.ts';
import type { Confidence } from '../../../src/slo/confidence.ts';
import { evaluate, type Evaluation } from '../../../src/slo/evaluate.ts';
import type { EarlierWindow } from '../../../src/slo/evidence.ts';
import { Cell } from '../../../src/metrics/cell.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';
import type { WindowData } from '../../../src/metrics/window-data.ts';
import { evidenceOf, expectationOf, times, windowOf, type Exchange } from '../../helpers/slo-evidence.ts';

const RUN = '20261121T213000Z-last-mile-3f9a';

function judged(
  text: string,
  now: WindowData,
  earlier: EarlierWindow | undefined,
  confidence: Confidence = 0.95,
): Evaluation {
  const evidence = { ...evidenceOf({ a: now }), ...(earlier !== undefined && { previous: () => earlier }) };
  return evaluate({ expectation: expectationOf(text), confidence, evidence });
}

function against(text: string, now: readonly Exchange[], then: readonly Exchange[]): Evaluation {
  const earlier = { kind: 'measured', run: RUN, window: windowOf({ exchanges: then }) } as const;
  return judged(text, windowOf({ exchanges: now }), earlier);
}

function share(ok: number, n: number): Exchange[] {
  return [...times(ok, { latency: 10 }), ...times(n - ok, { latency: 10, ok: false })];
}

/** Evenly over 400 ms, from 100 ms on. */
const SPREAD: readonly Exchange[] = Array.from({ length: 400 }, (_, index) => ({ latency: 100 + index }));

describe('an expectation against an earlier run', () => {
  it('takes a percentage of a latency for a part of it, and says so', () => {
    const verdictAt = (latency: number): string =>
      against('p95(a) <= previous + 5%', times(200, { latency }), times(200, { latency: 400 })).verdict;
    expect([verdictAt(400), verdictAt(416), verdictAt(428)]).toEqual(['pass', 'pass', 'fail']);
    const { reason } = against(
      'p95(a) <= previous + 5%',
      times(200, { latency: 428 }),
      times(200, { latency: 400 }),
    );
    expect(reason).toBe(
      `p95(a) is 428ms (95% interval 428ms to 428ms, n=200), which is not <= previous + 5% (420ms, 105% of previous, previous is ${RUN})`,
    );
  });

  it('takes a percentage of a share for points, and says so', () => {
    const verdict = (ok: number): string =>
      against('success(a) >= previous - 10%', share(ok, 1000), share(900, 1000)).verdict;
    expect([verdict(870), verdict(820), verdict(740)]).toEqual(['pass', 'inconclusive', 'fail']);
    const { reason } = against('success(a) >= previous - 10%', share(870, 1000), share(900, 1000));
    expect(reason).toMatch(/>= previous - 10% \(80%, .*10 percentage points, previous is 2026.*-3f9a\)$/);
  });

  it('compares the unfavourable ends of both intervals, as with a baseline', () => {
    expect(against('p95(a) <= previous', SPREAD, SPREAD).verdict).toBe('inconclusive');
    const { verdict, bound } = against('p95(a) <= previous + 50%', SPREAD, SPREAD);
    expect(verdict).toBe('pass');
    expect(bound.interval?.low).toBeLessThan(bound.value ?? 0);
  });

  it('takes the samples of a run that is not known second by second to go together as these do', () => {
    // All of each tenth second fail.
    const exchanges = Array.from({ length: 2000 }, (_, index) => ({
      latency: 10,
      due: index * 50,
      ok: Math.floor(index / 20) % 10 !== 3,
    }));
    const now = windowOf({ exchanges });
    const then = { kind: 'measured', run: RUN, window: { ...now, blocks: [] } } as const;
    const { interval, bound } = judged('success(a) >= previous', now, then);
    expect(bound.interval!.low).toBeCloseTo(interval!.low, 12);
    expect(bound.interval!.high).toBeCloseTo(interval!.high, 12);
    expect(bound.interval!.high - bound.interval!.low).toBeGreaterThan(0.06);
  });

  it('names the earlier run where that has too few samples', () => {
    const few = against('p95(a) <= previous + 5%', times(200, { latency: 10 }), times(20, { latency: 10 }));
    // The low end of a p95 exists from two samples on.
    expect(few.verdict).toBe('pass');
    const { verdict, reason } = against(
      'p95(a) >= previous - 5%',
      times(200, { latency: 10 }),
      times(20, { latency: 10 }),
    );
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain(`at least 72 samples of p95(a) in ${RUN} are needed, there are 20`);
  });

  it('is inconclusive without one, and with one that is no measure, and says why', () => {
    const now = windowOf({ exchanges: times(200, { latency: 10 }) });
    expect(judged('p95(a) <= previous', now, undefined)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'p95(a) cannot be judged: there is no earlier run to compare with',
    });
    const why = 'run x has no step `3g`';
    expect(judged('p95(a) <= previous', now, { kind: 'unusable', why })).toMatchObject({
      verdict: 'inconclusive',
      reason: `p95(a) cannot be judged: ${why}`,
    });
  });
});

const TRIALS = 200;

/** Log-normal with a median of 100 ms, as latencies often are. */
function drawLatency(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return 100 * Math.exp(0.5 * normal);
}

function drawn(random: Random, n: number, factor: number): WindowData {
  const latencies = new Histogram();
  for (let sent = 0; sent < n; sent += 1) latencies.record(factor * drawLatency(random));
  const inside = new Cell();
  inside.addGood(latencies);
  const none = new Histogram();
  return { seconds: 10, inside, blocks: [], straddling: new Cell(), waited: none, dropped: 0, lag: none };
}

/** The shares of verdicts on runs whose latencies are `factor` times those of the earlier one. */
function verdicts(
  text: string,
  {
    factor,
    n,
    confidence = 0.95,
  }: { readonly factor: number; readonly n: number; readonly confidence?: Confidence },
): Readonly<Record<string, number>> {
  const random = seededRandom(20_261_122);
  const counts: Record<string, number> = { pass: 0, fail: 0, inconclusive: 0 };
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const earlier = { kind: 'measured', run: RUN, window: drawn(random, n, 1) } as const;
    const { verdict } = judged(text, drawn(random, n, factor), earlier, confidence);
    counts[verdict] = (counts[verdict] ?? 0) + 1 / TRIALS;
  }
  return counts;
}

describe('among runs of a system of which the truth is known', () => {
  it.each(['p95(a) <= previous + 5%', 'p50(a) <= previous + 5%', 'p95(a) <= previous'])(
    '`%s` wrongly fails at most 1 in 40 where nothing has changed',
    (text) => {
      expect(verdicts(text, { factor: 1, n: 300 })['fail']).toBeLessThanOrEqual(0.025);
    },
  );

  it.each([
    ['p95(a) <= previous + 5%', 1.06],
    ['p95(a) <= previous + 5%', 1.3],
    ['p50(a) <= previous + 5%', 1.06],
  ])('`%s` wrongly passes at most 1 in 40 where it is %f times as slow', (text, factor) => {
    expect(verdicts(text, { factor, n: 300 })['pass']).toBeLessThanOrEqual(0.025);
  });

  it('the check itself tells what is judged by points alone', () => {
    const points = { factor: 1, n: 300, confidence: 'none' } as const;
    expect(verdicts('p95(a) <= previous + 5%', points)['fail']).toBeGreaterThan(0.1);
  });

  it('finds what is half as slow again, and lets pass what is the same, given room for both intervals', () => {
    expect(verdicts('p50(a) <= previous + 5%', { factor: 1.5, n: 300 })['fail']).toBeGreaterThan(0.9);
    expect(verdicts('p50(a) <= previous + 30%', { factor: 1, n: 300 })['pass']).toBeGreaterThan(0.9);
  });
});
