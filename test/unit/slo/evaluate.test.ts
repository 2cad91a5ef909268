import { describe, expect, it } from 'vitest';
import type { Confidence } from '../../../src/slo/confidence.ts';
import { evaluate, type Evaluation } from '../../../src/slo/evaluate.ts';
import { evidenceOf, expectationOf, times, windowOf, type WindowSpec } from '../../helpers/slo-evidence.ts';

function judged(text: string, spec: WindowSpec, confidence: Confidence = 0.95): Evaluation {
  return evaluate({
    expectation: expectationOf(text),
    confidence,
    evidence: evidenceOf({ a: windowOf(spec) }),
  });
}

function spread(from: number, n: number): { latency: number }[] {
  return Array.from({ length: n }, (_, index) => ({ latency: from + index / 10 }));
}

function judgedAgainst(
  text: string,
  windows: Readonly<Record<string, WindowSpec>>,
  rtt?: number,
): Evaluation {
  const entries = Object.entries(windows).map(([name, spec]) => [name, windowOf(spec)] as const);
  const evidence = evidenceOf(Object.fromEntries(entries), rtt === undefined ? {} : { rtt });
  return evaluate({ expectation: expectationOf(text), confidence: 0.95, evidence });
}

describe('a percentile', () => {
  it('passes when its interval lies within the bound', () => {
    expect(judged('p95(a) < 2s', { exchanges: times(100, { latency: 400 }) })).toEqual({
      verdict: 'pass',
      reason: 'p95(a) is 400ms (95% interval 400ms to 400ms, n=100), which is < 2s',
      unit: 'duration',
      n: 100,
      value: 400,
      observed: '400ms',
      interval: { low: 400, high: 400, text: '400ms to 400ms' },
      bound: { text: '< 2s', value: 2000 },
    });
  });

  it('fails when its interval lies outside of the bound', () => {
    const { verdict, reason } = judged('p95(a) <= 300ms', { exchanges: times(100, { latency: 400 }) });
    expect(verdict).toBe('fail');
    expect(reason).toBe('p95(a) is 400ms (95% interval 400ms to 400ms, n=100), which is not <= 300ms');
  });

  it('is inconclusive when its interval straddles the bound', () => {
    const exchanges = Array.from({ length: 100 }, (_, index) => ({ latency: 10 * (index + 1) }));
    const { verdict, reason, interval } = judged('p95(a) < 960ms', { exchanges });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(
      /^p95\(a\) is 9[45]\d.*ms \(95% interval 89\d.*ms to .*s, n=100\), which leaves open whether it is < 960ms$/,
    );
    expect(interval?.high).toBeGreaterThan(960);
    expect(judged('p95(a) < 960ms', { exchanges }, 'none').verdict).toBe('pass');
  });

  it('names how many samples are needed where there are too few', () => {
    const { verdict, reason } = judged('p95(a) < 2s', { exchanges: times(71, { latency: 400 }) });
    expect(verdict).toBe('inconclusive');
    expect(reason).toBe(
      'p95(a) is 400ms (95% interval 400ms or more, n=71), which leaves open whether it is < 2s: at least 72 samples are needed, there are 71',
    );
    expect(judged('p95(a) < 2s', { exchanges: times(72, { latency: 400 }) }).verdict).toBe('pass');
  });

  it('says what its samples are worth where whole seconds are slow together', () => {
    const exchanges = Array.from({ length: 1000 }, (_, index) => ({
      latency: Math.floor(index / 50) % 3 === 0 ? 400 : 300,
      due: index * 20,
    }));
    const { verdict, reason } = judged('p50(a) <= 320ms', { exchanges, seconds: 21 });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/^p50\(a\) is \d.*ms \(95% interval .*, n=1000 worth \d+\), which leaves open/);
    // As many requests, and as many slow ones, but all over the window.
    const mixed = exchanges.map(({ due }, index) => ({ due, latency: index % 3 === 0 ? 400 : 300 }));
    expect(judged('p50(a) <= 320ms', { exchanges: mixed, seconds: 21 }).reason).toContain(
      'n=1000), which is <=',
    );
  });

  it('is not passed by a point estimate of a handful either', () => {
    const { verdict, reason } = judged('p95(a) < 2s', { exchanges: times(19, { latency: 400 }) }, 'none');
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('but at least 20 samples are needed, there are 19');
    expect(judged('p95(a) < 2s', { exchanges: times(20, { latency: 400 }) }, 'none').verdict).toBe('pass');
  });

  it('fails on few samples when they leave no doubt', () => {
    expect(judged('p95(a) < 2s', { exchanges: times(10, { latency: 5000 }) }).verdict).toBe('fail');
  });

  it('counts what never answered as slower than anything', () => {
    const exchanges = [
      ...times(80, { latency: 100 }),
      ...times(20, { latency: 1, answered: false, failure: 'timeout' }),
    ];
    const { verdict, value, observed, reason } = judged('p95(a) < 1h', { exchanges });
    expect(verdict).toBe('fail');
    expect(value).toBe(Infinity);
    expect(observed).toBe('no answer');
    expect(reason).toBe(
      'p95(a) has no value: more than 5% of 100 requests had no answer (20 timeout), which is not < 1h',
    );
  });

  it('says nothing about how slow it is where it never answered', () => {
    const exchanges = times(100, { latency: 60_000, answered: false });
    expect(judged('p95(a) > 1s', { exchanges }).verdict).toBe('inconclusive');
  });

  it('counts an error status at its latency', () => {
    const exchanges = times(100, { latency: 100, ok: false });
    expect(judged('p95(a) < 1s', { exchanges }).verdict).toBe('pass');
    expect(judged('success(a) >= 50%', { exchanges }).verdict).toBe('fail');
  });
});

describe('a share', () => {
  it.each([
    [368, 0, 'pass'],
    [367, 0, 'inconclusive'],
    [400, 1, 'inconclusive'],
    [1000, 30, 'fail'],
  ])(
    'of %i exchanges with %i failures is judged against 99 per cent by its exact interval: %s',
    (n, failures, verdict) => {
      const exchanges = [
        ...times(n - failures, { latency: 10 }),
        ...times(failures, { latency: 10, ok: false }),
      ];
      expect(judged('success(a) >= 99%', { exchanges }).verdict).toBe(verdict);
      expect(judged('errors(a) <= 1%', { exchanges }).verdict).toBe(verdict);
    },
  );

  it('reads as a percentage', () => {
    const exchanges = [
      ...times(996, { latency: 10 }),
      ...times(4, { latency: 10, answered: false, failure: 'refused' }),
    ];
    const { observed, interval, reason } = judged('success(a) >= 99.9%', { exchanges });
    expect(observed).toBe('99.6%');
    expect(interval?.text).toBe('98.979% to 99.891%');
    expect(reason).toBe(
      'success(a) is 99.6% (95% interval 98.979% to 99.891%, n=1000), which is not >= 99.9%; failed: 4 refused',
    );
  });

  it('names why exchanges failed, the most frequent first, unless it passes', () => {
    const exchanges = [
      ...times(30, { latency: 10, answered: false, failure: 'timeout' }),
      ...times(70, { latency: 10, ok: false, failure: 'status 503' }),
      ...times(900, { latency: 10 }),
    ];
    expect(judged('errors(a) <= 1%', { exchanges }).reason).toMatch(/; failed: 70 status 503, 30 timeout$/);
    expect(judged('success(a) >= 50%', { exchanges }).reason).not.toContain('failed');
    expect(judged('max(a) < 1s', { exchanges }).reason).toBe(
      'max(a) has no value: 30 of 1000 requests had no answer (30 timeout), which is not < 1s',
    );
  });

  it('is equal to a bound only as observed', () => {
    expect(judged('errors(a) == 0%', { exchanges: times(5, { latency: 1 }) })).toMatchObject({
      verdict: 'pass',
      reason: 'errors(a) is 0% (n=5), which is == 0%',
    });
    const exchanges = [...times(999, { latency: 1 }), ...times(1, { latency: 1, ok: false })];
    expect(judged('errors(a) == 0%', { exchanges }).verdict).toBe('fail');
    expect(judged('success(a) == 99.9%', { exchanges }).verdict).toBe('pass');
  });

  it('says that no number of samples shows 100 % by an interval', () => {
    const { verdict, reason } = judged('success(a) >= 100%', { exchanges: times(5000, { latency: 1 }) });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('write `==`, or `confidence: none`');
    expect(judged('success(a) >= 100%', { exchanges: times(5000, { latency: 1 }) }, 'none').verdict).toBe(
      'pass',
    );
  });
});

describe('a mean', () => {
  it('has an interval', () => {
    const exchanges = [...times(50, { latency: 100 }), ...times(50, { latency: 300 })];
    const { value, interval, verdict } = judged('mean(a) < 250ms', { exchanges });
    expect(value).toBe(200);
    expect(interval?.high).toBeCloseTo(200 + (1.98422 * 100.5038) / 10, 2);
    expect(verdict).toBe('pass');
  });

  it('is a lower bound where answers are missing: it cannot pass, and may fail', () => {
    const exchanges = [...times(99, { latency: 100 }), { latency: 1000, answered: false }];
    for (const confidence of [0.95, 'none'] as const) {
      const { verdict, observed } = judged('mean(a) < 1s', { exchanges }, confidence);
      expect(verdict).toBe('inconclusive');
      expect(observed).toBe('at least 109ms');
      expect(judged('mean(a) < 50ms', { exchanges }, confidence).verdict).toBe('fail');
      expect(judged('mean(a) > 50ms', { exchanges }, confidence).verdict).toBe('pass');
      expect(judged('mean(a) > 1s', { exchanges }, confidence).verdict).toBe('inconclusive');
    }
  });
});

describe('a point fact', () => {
  it('of the maximum has no interval', () => {
    const { verdict, reason } = judged('max(a) <= 123ms', { exchanges: [{ latency: 123 }, { latency: 5 }] });
    expect(verdict).toBe('pass');
    expect(reason).toBe('max(a) is 123ms (n=2), which is <= 123ms');
  });

  it('of the rate counts answers per second of the window, whatever their status', () => {
    const exchanges = [
      ...times(400, { latency: 1 }),
      ...times(50, { latency: 1, ok: false }),
      ...times(50, { latency: 1, answered: false }),
    ];
    const { verdict, value, observed } = judged('rps(a) >= 45/s', { exchanges, seconds: 10 });
    expect(verdict).toBe('pass');
    expect(value).toBe(45);
    expect(observed).toBe('45/s');
    expect(judged('rps(a) > 45/s', { exchanges, seconds: 10 }).verdict).toBe('fail');
  });
});

describe('a metric that the load did not report', () => {
  it.each(['a.checks >= 99%', 'p95(a) <= p95(a.waiting)'])('leaves `%s` as the run says', (text) => {
    const window = windowOf({ exchanges: times(100, { latency: 20 }) });
    const evaluation = evaluate({
      expectation: expectationOf(text),
      confidence: 0.95,
      evidence: {
        ...evidenceOf({ a: window }),
        absent: ({ own }) =>
          own === undefined ? undefined : { verdict: 'error', why: 'k6 knows no such metric' },
      },
    });
    expect(evaluation).toMatchObject({ verdict: 'error', n: 0 });
    expect(evaluation.reason).toContain('k6 knows no such metric');
  });
});

describe('a window without samples', () => {
  it.each([
    'p95(a) < 2s',
    'success(a) >= 0%',
    'rps(a) < 1/s',
    'max(a) < 1s',
    'errors(a) == 0%',
    'mean(a) < 1s',
  ])('never passes `%s`', (text) => {
    for (const confidence of [0.95, 'none'] as const) {
      expect(judged(text, {}, confidence).verdict).toBe('inconclusive');
      expect(judged(text, {}, confidence).reason).toMatch(/cannot be judged: no samples in the window$/);
    }
  });

  it('says how many arrivals were dropped', () => {
    expect(judged('p95(a) < 2s', { dropped: 7 }).reason).toContain(
      'no samples in the window (7 arrivals were dropped)',
    );
  });

  it('is an error where nobody measures the subject', () => {
    const evaluation = evaluate({
      expectation: expectationOf('p95(b) < 2s'),
      confidence: 0.95,
      evidence: evidenceOf({}),
    });
    expect(evaluation).toMatchObject({
      verdict: 'error',
      reason: 'p95(b) cannot be judged: nothing measures `p95(b)`',
    });
  });
});

describe('missing and doubtful samples', () => {
  const good = times(400, { latency: 100 });
  const bad = times(400, { latency: 5000 });

  it('weaken a pass that leaving out the straddling exchanges would change', () => {
    const exchanges = times(360, { latency: 100 });
    const { verdict, reason } = judged('success(a) >= 99%', {
      exchanges,
      straddling: times(12, { latency: 200 }),
    });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain(
      'which is >= 99%, but leaving out 12 exchanges that straddled the end of the step would change that',
    );
  });

  it('ask for a longer step where most exchanges outlast it, and only there', () => {
    const advice = 'which needs a longer `for`';
    const slow = judged('success(a) >= 98%', { straddling: times(400, { latency: 9000 }) });
    expect(slow).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining(advice) });
    const few = { exchanges: times(360, { latency: 100 }), straddling: times(12, { latency: 200 }) };
    expect(judged('success(a) >= 99%', few).reason).not.toContain(advice);
  });

  it('leave a pass alone that holds either way', () => {
    expect(
      judged('success(a) >= 99%', { exchanges: good, straddling: times(12, { latency: 200 }) }).verdict,
    ).toBe('pass');
  });

  it('weaken a pass that dropped arrivals could have spoilt', () => {
    const { verdict, reason } = judged('success(a) >= 99%', { exchanges: good, dropped: 1 });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('but counting 1 dropped arrival against it would change that');
    expect(judged('success(a) >= 98%', { exchanges: good, dropped: 1 }).verdict).toBe('pass');
  });

  it('do not save what fails with all of them granted', () => {
    expect(judged('p95(a) < 2s', { exchanges: bad, dropped: 100 }).verdict).toBe('fail');
    expect(judged('p95(a) < 2s', { exchanges: bad, straddling: times(100, { latency: 9000 }) }).verdict).toBe(
      'fail',
    );
  });

  it('weaken a fail that they could have prevented', () => {
    const { verdict, reason } = judged('p50(a) < 2s', {
      exchanges: bad,
      dropped: 500,
      straddling: times(1, { latency: 200 }),
    });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain(
      'which is not < 2s, but could be if 1 exchange that straddled the end of the step and 500 dropped arrivals had gone well',
    );
  });

  it('grant a straddling exchange no less than it had waited when its step ended', () => {
    const straddling = times(400, { latency: 10_000, answered: false, due: 97_000 });
    expect(judged('p95(a) < 2s', { straddling }).verdict).toBe('fail');
    expect(judged('p95(a) < 4s', { straddling }).verdict).toBe('inconclusive');
  });

  it('weaken a pass by the doubts of the caller, and nothing else', () => {
    const doubts = ['the generator sent late', 'the edge is unproven'];
    const judgedWith = (text: string, spec: WindowSpec): Evaluation =>
      evaluate({
        expectation: expectationOf(text),
        confidence: 0.95,
        evidence: evidenceOf({ a: windowOf(spec) }),
        doubts,
      });
    const pass = judgedWith('p95(a) < 2s', { exchanges: good });
    expect(pass.verdict).toBe('inconclusive');
    expect(pass.reason).toContain('which is < 2s, but the generator sent late; the edge is unproven');
    expect(judgedWith('p95(a) < 2s', { exchanges: bad }).verdict).toBe('fail');
  });
});

it('as many dropped as straddling do not cancel each other', () => {
  const good = { latency: 200 };
  const window = windowOf({ exchanges: times(400, good), straddling: times(200, good), dropped: 200 });
  const { verdict, reason } = evaluate({
    expectation: expectationOf('success(a) >= 80%'),
    confidence: 0.95,
    evidence: evidenceOf({ a: window }),
  });
  expect(verdict).toBe('inconclusive');
  expect(reason).toContain('counting 200 dropped arrivals against it would change that');
});

describe('a relative bound', () => {
  it('compares the ends of both intervals', () => {
    const windows = { a: { exchanges: spread(130, 500) }, 'a@baseline': { exchanges: spread(100, 500) } };
    const pass = judgedAgainst('p95(a) <= baseline + 50ms', windows);
    expect(pass.verdict).toBe('pass');
    expect(pass.bound.text).toMatch(/^<= baseline \+ 50ms \(19\d.*ms, 95% interval 19\d.*ms to 19\d.*ms\)$/);
    expect(pass.bound.interval?.low).toBeLessThan(pass.bound.value ?? 0);
    expect(judgedAgainst('p95(a) <= baseline + 10ms', windows).verdict).toBe('fail');
    expect(judgedAgainst('p95(a) <= baseline + 30ms', windows).verdict).toBe('inconclusive');
    expect(judgedAgainst('p95(a) <= 2x baseline', windows).verdict).toBe('pass');
  });

  it('turns the interval of what is subtracted around', () => {
    const windows = {
      a: { exchanges: times(100, { latency: 10 }) },
      b: { exchanges: spread(100, 200) },
      c: { exchanges: spread(50, 200) },
    };
    const { bound } = judgedAgainst('p95(a) < p95(b) - 0.5x p95(c)', windows);
    const b = judgedAgainst('p95(b) < 1s', windows);
    const c = judgedAgainst('p95(c) < 1s', windows);
    expect(bound.value).toBeCloseTo(b.value! - 0.5 * c.value!, 9);
    expect(bound.interval?.low).toBeCloseTo(b.interval!.low - 0.5 * c.interval!.high, 9);
    expect(bound.interval?.high).toBeCloseTo(b.interval!.high - 0.5 * c.interval!.low, 9);
  });

  it('knows the round trip that was requested', () => {
    const windows = { a: { exchanges: times(100, { latency: 400 }) } };
    expect(judgedAgainst('p95(a) < 4 rtt', windows, 150)).toMatchObject({
      verdict: 'pass',
      bound: { text: '< 4 rtt (600ms)', value: 600 },
    });
    expect(judgedAgainst('p95(a) < 4 rtt', windows, 90).verdict).toBe('fail');
    expect(judgedAgainst('p95(a) < 4 rtt', windows)).toMatchObject({ verdict: 'error' });
  });

  it('is inconclusive without samples, or answers, on its own side', () => {
    const a = { exchanges: times(100, { latency: 400 }) };
    expect(judgedAgainst('p95(a) <= baseline', { a, 'a@baseline': {} })).toMatchObject({
      verdict: 'inconclusive',
      reason: 'p95(a) cannot be judged: no samples of p95(a)@baseline',
    });
    const silent = { exchanges: times(100, { latency: 400, answered: false }) };
    expect(judgedAgainst('p95(a) <= baseline', { a, 'a@baseline': silent }).verdict).toBe('inconclusive');
    expect(judgedAgainst('p95(a) <= baseline', { a: silent, 'a@baseline': silent }).verdict).toBe(
      'inconclusive',
    );
  });

  it('names how many samples its own side needs', () => {
    const windows = {
      a: { exchanges: times(400, { latency: 400 }) },
      b: { exchanges: times(71, { latency: 100 }) },
    };
    const { verdict, reason } = judgedAgainst('p50(a) > 2x p95(b)', windows);
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain(': at least 72 samples of p95(b) are needed, there are 71');
    // The lower end, which the other direction compares with, is there from the second sample on.
    expect(judgedAgainst('p50(a) < 5x p95(b)', windows).verdict).toBe('pass');
    expect(judgedAgainst('p50(a) < 900ms - p95(b)', windows).reason).toContain(
      'at least 72 samples of p95(b)',
    );
  });

  it('is weakened by drops and straddlers on its own side too', () => {
    const windows = {
      a: { exchanges: times(500, { latency: 10 }) },
      'a@calm': { exchanges: times(500, { latency: 100 }) },
    };
    expect(judgedAgainst('p50(a) < p50(a)@calm', windows).verdict).toBe('pass');
    const dropped = { ...windows, 'a@calm': { exchanges: times(500, { latency: 100 }), dropped: 600 } };
    expect(judgedAgainst('p50(a) < p50(a)@calm', dropped).verdict).toBe('inconclusive');
  });

  it.each([['fail'], ['inconclusive'], ['error'], [undefined]] as const)(
    'is inconclusive when the step it refers to is %s, whatever was measured',
    (verdict) => {
      const fast = windowOf({ exchanges: times(500, { latency: 10 }) });
      const slow = windowOf({ exchanges: times(500, { latency: 5000 }) });
      for (const a of [fast, slow]) {
        const evidence = evidenceOf(
          { a, 'a@baseline': fast },
          { verdicts: verdict === undefined ? {} : { baseline: verdict } },
        );
        const evaluation = evaluate({
          expectation: expectationOf('p95(a) <= baseline'),
          confidence: 0.95,
          evidence,
        });
        expect(evaluation.verdict).toBe('inconclusive');
        expect(evaluation.reason).toContain('step `baseline`, which its bound refers to,');
        expect(evaluation.n).toBe(500);
      }
    },
  );

  it('is no measure where it is of any other step that did not pass, and needs none in its own', () => {
    const window = windowOf({ exchanges: times(500, { latency: 10 }) });
    const verdictOf = (text: string): string =>
      evaluate({
        expectation: expectationOf(text),
        confidence: 0.95,
        evidence: evidenceOf({ a: window, b: window, 'b@calm': window }, { verdicts: { calm: 'fail' } }),
      }).verdict;
    expect(verdictOf('p95(a) <= p95(b)@calm + 1s')).toBe('inconclusive');
    expect(verdictOf('p95(a) <= p95(b) + 1s')).toBe('pass');
  });
});
