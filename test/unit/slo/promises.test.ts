import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { evaluate } from '../../../src/slo/evaluate.ts';
import type { Interval } from '../../../src/slo/intervals.ts';
import { judge } from '../../../src/slo/judge.ts';
import { worstVerdict } from '../../../src/slo/verdict.ts';
import {
  evidenceOf,
  expectationOf,
  times,
  windowOf,
  type Exchange,
  type WindowSpec,
} from '../../helpers/slo-evidence.ts';

// A hundred apart, and bounds between them: the histogram tells apart what differs by more than 0.8 %.
const latency = fc.integer({ min: 1, max: 20 }).map((tenths) => tenths * 100);
const exchange = fc.record({ latency, ok: fc.boolean(), answered: fc.boolean() });
const expectation = fc.constantFrom(
  'p50(a) < 950ms',
  'p90(a) <= 1550ms',
  'success(a) >= 50%',
  'success(a) <= 30%',
  'errors(a) < 40%',
  'errors(a) >= 60%',
  'rps(a) >= 0.2/s',
  'rps(a) < 0.3/s',
  'max(a) < 2s',
  'mean(a) < 1s',
  'mean(a) >= 900ms',
  'errors(a) == 0%',
  'success(a) == 100%',
);

function verdictOf(text: string, spec: WindowSpec, confidence: number | 'none'): string {
  return evaluate({
    expectation: expectationOf(text),
    confidence,
    evidence: evidenceOf({ a: windowOf(spec) }),
  }).verdict;
}

function point(value: number): Interval {
  return { low: value, high: value };
}

describe('no silent pass', () => {
  it('a verdict stands whatever the dropped arrivals would have been', () => {
    const exchanges = fc.array(exchange, { maxLength: 60 });
    const lost = fc.array(exchange, { minLength: 1, maxLength: 20 });
    let decided = 0;
    fc.assert(
      fc.property(
        expectation,
        fc.constantFrom(0.8, 'none' as const),
        exchanges,
        lost,
        (text, confidence, sent, dropped) => {
          const verdict = verdictOf(text, { exchanges: sent, dropped: dropped.length }, confidence);
          fc.pre(verdict !== 'inconclusive');
          decided += 1;
          expect(verdictOf(text, { exchanges: [...sent, ...dropped] }, confidence)).toBe(verdict);
        },
      ),
      { numRuns: 200 },
    );
    expect(decided).toBeGreaterThanOrEqual(200);
  });

  it('no verdict is turned around by what was dropped, on either side', () => {
    const text = fc.constantFrom(
      'p50(a) > 850ms',
      'p50(a) <= 1.02x p50(b)',
      'p50(a) >= 0.51x p50(b)',
      'p50(a) < 3050ms - p50(b)',
      'p50(a) > 2050ms - p50(b)',
      'success(a) >= success(b) - 10%',
      'errors(a) < errors(b)',
      'rps(a) <= rps(b)',
      'mean(a) < 2x mean(b)',
    );
    const sent = fc.array(exchange, { minLength: 20, maxLength: 60 });
    const lost = fc.array(exchange, { maxLength: 20 });
    fc.assert(
      fc.property(text, fc.tuple(sent, lost), fc.tuple(sent, lost), (relative, a, b) => {
        const [before, after] = [
          ([exchanges, dropped]: typeof a): WindowSpec => ({ exchanges, dropped: dropped.length }),
          ([exchanges, dropped]: typeof a): WindowSpec => ({ exchanges: [...exchanges, ...dropped] }),
        ].map((spec) => {
          const evidence = evidenceOf({ a: windowOf(spec(a)), b: windowOf(spec(b)) });
          return evaluate({ expectation: expectationOf(relative), confidence: 'none', evidence }).verdict;
        });
        fc.pre(before !== 'inconclusive');
        // Where the dropped would have stayed without an answer, there may be nothing to compare any more.
        expect([before, 'inconclusive']).toContain(after);
      }),
      { numRuns: 200 },
    );
  });

  it('a fail stands however the straddling exchanges had gone after the end of the step', () => {
    const after = fc.record({
      latency: fc.integer({ min: 101, max: 5000 }),
      ok: fc.boolean(),
      answered: fc.boolean(),
    });
    const pairs = fc.array(fc.tuple(after, after), { minLength: 1, maxLength: 20 });
    const exchanges = fc.array(exchange, { maxLength: 60 });
    fc.assert(
      fc.property(
        expectation,
        fc.constantFrom(0.8, 'none' as const),
        exchanges,
        pairs,
        (text, confidence, sent, late) => {
          const straddling = late.map(([one]) => one);
          fc.pre(verdictOf(text, { exchanges: sent, straddling }, confidence) === 'fail');
          const otherwise = late.map(([, other]) => other);
          expect(verdictOf(text, { exchanges: sent, straddling: otherwise }, confidence)).toBe('fail');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('a pass holds with and without the straddling exchanges', () => {
    fc.assert(
      fc.property(
        expectation,
        fc.array(exchange, { minLength: 20, maxLength: 60 }),
        fc.array(exchange, { minLength: 1, maxLength: 20 }),
        (text, exchanges, late) => {
          const straddling = late.map((one) => ({ ...one, latency: one.latency + 100 }));
          const verdict = verdictOf(text, { exchanges, straddling }, 'none');
          const counted = verdictOf(text, { exchanges: [...exchanges, ...straddling] }, 'none');
          const without = verdictOf(text, { exchanges }, 'none');
          expect(verdict === 'pass').toBe(counted === 'pass' && without === 'pass');
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['success(a) >= 99%', 500, 0.985],
    ['success(a) >= 99%', 1500, 0.989],
    ['errors(a) <= 5%', 200, 0.94],
  ])('passes `%s` in at most 2.5 per cent of runs of %i when the truth is %f', (text, n, truth) => {
    const random = seededRandom(11);
    let passes = 0;
    for (let run = 0; run < 400; run += 1) {
      let ok = 0;
      for (let draw = 0; draw < n; draw += 1) if (random() < truth) ok += 1;
      const exchanges: Exchange[] = [
        ...times(ok, { latency: 1 }),
        ...times(n - ok, { latency: 1, ok: false }),
      ];
      if (verdictOf(text, { exchanges }, 0.95) === 'pass') passes += 1;
    }
    expect(passes / 400).toBeLessThan(0.025 + 0.02);
  });

  it('passes and fails a percentile that is just wrong, or just right, in at most 2.5 % of runs', () => {
    const random = seededRandom(5);
    let wrong = 0;
    for (let run = 0; run < 300; run += 1) {
      // Exponential latencies with a 95th percentile of 300 ms.
      const exchanges = Array.from({ length: 200 }, () => ({
        latency: (-100 * Math.log(1 - random()) * 3) / -Math.log(0.05),
      }));
      if (verdictOf('p95(a) < 297ms', { exchanges }, 0.95) === 'pass') wrong += 1;
      if (verdictOf('p95(a) < 303ms', { exchanges }, 0.95) === 'fail') wrong += 1;
    }
    expect(wrong / 300).toBeLessThan(0.05 + 0.02);
  });
});

describe('the judgement of intervals', () => {
  const figure = fc.constantFrom(0, 1, 2, 3, Infinity);
  const interval = fc.tuple(figure, figure).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
  const holds = {
    '<': (a: number, b: number) => a < b,
    '<=': (a: number, b: number) => a <= b,
    '>': (a: number, b: number) => a > b,
    '>=': (a: number, b: number) => a >= b,
  };

  it('passes only what holds for every pair of values, and fails only what holds for none', () => {
    fc.assert(
      fc.property(interval, interval, fc.constantFrom('<', '<=', '>', '>='), (left, bound, comparison) => {
        const values = [0, 0.5, 1, 1.5, 2, 2.5, 3, Infinity];
        const within = ({ low, high }: typeof left) =>
          values.filter((value) => low <= value && value <= high);
        const outcomes = within(left).flatMap((a) => within(bound).map((b) => holds[comparison](a, b)));
        const judgement = judge(left, comparison, bound);
        const allowed = [
          'open',
          ...(outcomes.every(Boolean) ? ['pass'] : []),
          ...(outcomes.some(Boolean) ? [] : ['fail']),
        ];
        expect(allowed).toContain(judgement);
        const finite = Number.isFinite(left.high) && Number.isFinite(bound.high);
        expect(finite && judgement === 'open').toBe(finite && allowed.length === 1);
      }),
    );
  });

  it('takes figures for equal that differ by rounding only', () => {
    expect(judge(point(0.999), '>=', point(99.9 * 0.01))).toBe('pass');
    expect(judge(point(0.999), '>', point(99.9 * 0.01))).toBe('fail');
    expect(judge(point(0.1 + 0.2), '<=', point(0.3))).toBe('pass');
  });
});

describe('the verdict of several', () => {
  it('is the worst: error, fail, inconclusive, pass', () => {
    expect(worstVerdict([])).toBe('pass');
    expect(worstVerdict(['pass', 'inconclusive'])).toBe('inconclusive');
    expect(worstVerdict(['fail', 'inconclusive', 'pass'])).toBe('fail');
    expect(worstVerdict(['fail', 'error'])).toBe('error');
  });
});
