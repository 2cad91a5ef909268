import { describe, expect, it } from 'vitest';
import type { VerdictName } from '../../../src/core/events.ts';
import type { Observation } from '../../../src/metrics/observation.ts';
import { Series } from '../../../src/metrics/series.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';
import { evaluate, type Evaluation } from '../../../src/slo/evaluate.ts';
import type { Evidence } from '../../../src/slo/evidence.ts';
import { decisiveFor, recoveryLimit, recoverySlices } from '../../../src/slo/recovery.ts';
import { expectationOf } from '../../helpers/slo-evidence.ts';

const STEP = { from: 10_000, to: 25_000 };

interface Scene {
  readonly exchanges: (due: number) => Partial<Observation> & { readonly latency: number };
  /** Due times, from the step's start. */
  readonly due?: readonly number[];
  readonly dropped?: readonly number[];
  readonly others?: readonly string[];
  readonly doubts?: readonly string[];
  readonly baseline?: VerdictName;
}

const TWENTY_A_SECOND = Array.from({ length: 300 }, (_, index) => index * 50);

/** Judges a recovery over a step of 15 s after a calm baseline of 10 s, both at 20 requests a second. */
function judged(text: string, scene: Scene): Evaluation {
  const timeline = new Timeline([
    { name: 'baseline', start: 0, windowStart: 2000, end: STEP.from },
    { name: 'recovery', start: STEP.from, windowStart: STEP.from + 2000, end: STEP.to },
  ]);
  const series = new Series(timeline);
  for (let due = 0; due < STEP.from; due += 50) {
    series.add({ due, end: due + 20, name: 'x', ok: true, answered: true });
  }
  for (const offset of scene.due ?? TWENTY_A_SECOND) {
    const due = STEP.from + offset;
    const { latency, ...change } = scene.exchanges(offset);
    series.add({ due, end: due + latency, name: 'x', ok: true, answered: true, ...change });
  }
  for (const offset of scene.dropped ?? []) series.drop(STEP.from + offset);
  const evidence: Evidence = {
    window: (_metric, step) => series.window(step === 'baseline' ? { from: 2000, to: STEP.from } : STEP),
    requestedRtt: () => 0,
    stepVerdict: () => scene.baseline ?? 'pass',
  };
  return evaluate({
    expectation: expectationOf(text),
    confidence: 0.95,
    evidence,
    doubts: scene.doubts ?? [],
    recovery: {
      others: (scene.others ?? ['success(a) >= 99%', 'p95(a) <= baseline + 50ms']).map((other) =>
        expectationOf(other),
      ),
      slices: recoverySlices(STEP, evidence, (_metric, range) => series.window(range)),
    },
  });
}

function slowUntil(end: number): (due: number) => { latency: number } {
  return (due) => ({ latency: due < end ? 900 : 20 });
}

function withRelapse(due: number): { latency: number } {
  return { latency: due < 2000 || (due >= 8000 && due < 9000) ? 900 : 20 };
}

function failingAtFirst(due: number): { latency: number; ok: boolean } {
  return { latency: 20, ok: due >= 6000 };
}

function oneASecondUnanswered(due: number): { latency: number; ok: boolean; answered: boolean } {
  return { latency: 100, ok: due % 1000 !== 0, answered: due % 1000 !== 0 };
}

describe('a recovery', () => {
  it('takes as long as the last bad second', () => {
    expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(4000) })).toMatchObject({
      verdict: 'pass',
      value: 4000,
      observed: '4s',
      n: 300,
      reason: 'recovery(a) is 4s (n=300), which is <= 5s',
      bound: { text: '<= 5s', value: 5000 },
    });
    // 5 % of three seconds at 20/s are 3 requests, so the window from 4 s on bears the 2 slow ones.
    expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(4100) }).value).toBe(4000);
    expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(4500) }).value).toBe(5000);
  });

  it('is over at once where nothing was bad', () => {
    expect(judged('recovery(a) < 1s', { exchanges: () => ({ latency: 20 }) })).toMatchObject({
      verdict: 'pass',
      value: 0,
    });
  });

  it('fails when it takes longer', () => {
    const { verdict, reason } = judged('recovery(a) <= 5s', { exchanges: slowUntil(7000) });
    expect(verdict).toBe('fail');
    expect(reason).toBe('recovery(a) is 7s (n=300), which is not <= 5s');
  });

  it('is never reached when the last window still does not hold', () => {
    const { verdict, value, observed, reason } = judged('recovery(a) <= 5s', {
      exchanges: slowUntil(15_000),
    });
    expect(verdict).toBe('fail');
    expect(value).toBe(Infinity);
    expect(observed).toBe('never');
    expect(reason).toBe('recovery(a) was never reached (n=300), which is not <= 5s');
  });

  it('begins anew after a relapse', () => {
    expect(judged('recovery(a) <= 5s', { exchanges: withRelapse })).toMatchObject({
      verdict: 'fail',
      value: 9000,
    });
  });

  it('waits for every one of the other expectations', () => {
    expect(judged('recovery(a) <= 5s', { exchanges: failingAtFirst }).value).toBe(6000);
    expect(judged('recovery(a) <= 5s', { exchanges: failingAtFirst, others: ['p95(a) < 1s'] }).value).toBe(0);
  });

  it('is judged against the round trip of its link where the others are', () => {
    const scene = { exchanges: slowUntil(4000), others: ['p95(a) <= rtt + 50ms'] };
    expect(judged('recovery(a) <= 5s', scene).value).toBe(4000);
  });

  it('that takes exactly its bound is not below it', () => {
    const scene = { exchanges: slowUntil(4000) };
    expect(judged('recovery(a) <= 4s', scene).verdict).toBe('pass');
    expect(judged('recovery(a) < 4s', scene).verdict).toBe('fail');
  });

  it('is not reached in windows without samples, which alone do not make it fail', () => {
    const due = TWENTY_A_SECOND.filter((offset) => offset < 2000 || offset > 9000);
    const { verdict, value, reason } = judged('recovery(a) <= 5s', { exchanges: slowUntil(1000), due });
    expect(value).toBe(7000);
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('but could be if what was not measured had gone well');
  });

  it('is not denied by what cannot be known, as a mean with a request that never answered', () => {
    const exchanges = oneASecondUnanswered;
    const { verdict, observed } = judged('recovery(a) <= 5s', { exchanges, others: ['mean(a) < 1s'] });
    expect(observed).toBe('never');
    expect(verdict).toBe('inconclusive');
    expect(judged('recovery(a) <= 5s', { exchanges, others: ['mean(a) < 50ms'] }).verdict).toBe('fail');
  });

  it('is inconclusive without any samples', () => {
    expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(0), due: [] })).toMatchObject({
      verdict: 'inconclusive',
      n: 0,
    });
  });

  it('is in doubt when dropped arrivals could have delayed it', () => {
    const { verdict, reason } = judged('recovery(a) <= 5s', {
      exchanges: slowUntil(2000),
      dropped: [9000, 9001, 9002, 9003],
    });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('counting 4 dropped arrivals against it would change that');
  });

  it('is weakened by doubts', () => {
    expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(2000), doubts: ['it rained'] }).verdict).toBe(
      'inconclusive',
    );
    expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(9000), doubts: ['it rained'] }).verdict).toBe(
      'fail',
    );
  });

  it('is inconclusive when what has to recover refers to a step that failed', () => {
    const { verdict, reason } = judged('recovery(a) <= 5s', { exchanges: slowUntil(2000), baseline: 'fail' });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('refers to step `baseline`, which did not pass');
  });

  it('is an error where the step expects nothing else of the subject', () => {
    for (const others of [[], ['p95(b) < 1s'], ['recovery(a) <= 3s']]) {
      expect(judged('recovery(a) <= 5s', { exchanges: slowUntil(0), others }).verdict).toBe('error');
    }
  });
});

describe('what decides a recovery', () => {
  it('are the other expectations on the same subject, with at least its tags', () => {
    const others = ['p95(a) < 1s', 'p95(a{name=cart}) < 1s', 'p95(b) < 1s', 'recovery(a) <= 9s'].map((text) =>
      expectationOf(text),
    );
    expect(decisiveFor(expectationOf('recovery(a) <= 5s'), others)).toEqual(others.slice(0, 2));
    expect(decisiveFor(expectationOf('recovery(a{name=cart}) <= 5s'), others)).toEqual(others.slice(1, 2));
  });

  it('are not the others on the same key or value of another tag', () => {
    const others = ['p95(a{name=home}) < 1s', 'p95(a{zone=cart}) < 1s'].map((text) => expectationOf(text));
    expect(decisiveFor(expectationOf('recovery(a{name=cart}) <= 5s'), others)).toEqual([]);
  });

  it('is bounded by the sum of its durations', () => {
    expect(recoveryLimit(expectationOf('recovery(a) <= 5s + 500ms - 1s'))).toBe(4500);
  });
});
