import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/compare/compare-runs.ts';
import type { FigureComparison, FigureName } from '../../../src/compare/comparison.ts';
import type { RunResult, StepResult, SubjectSummary } from '../../../src/core/result.gen.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';
import { passingResult, subject } from '../../helpers/results.ts';

interface Measured {
  readonly latencies: readonly number[];
  readonly failed?: number;
  readonly unanswered?: number;
}

/** As a run would have summed it up. */
function measured({ latencies, failed = 0, unanswered = 0 }: Measured): SubjectSummary {
  const histogram = new Histogram();
  for (const latency of latencies) histogram.record(latency);
  const n = latencies.length + unanswered;
  const ok = n - failed - unanswered;
  const buckets = histogram.buckets();
  const percentile = (q: number): number | null =>
    Math.ceil(q * n) > latencies.length
      ? null
      : histogram.quantile((Math.ceil(q * n) - 0.5) / latencies.length);
  return subject({
    n,
    ok,
    failed: n - ok,
    rps: latencies.length / 13,
    success: ok / n,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    histogram: {
      edges: buckets.map(({ from }) => from),
      counts: buckets.map(({ count }) => count),
      sum: histogram.sum,
      sumOfSquares: histogram.sumOfSquares,
    },
  });
}

function spread(n: number, from: number, to: number): number[] {
  return Array.from({ length: n }, (_, at) => from + ((to - from) * at) / (n - 1));
}

const STEADY = measured({ latencies: spread(1000, 10, 30) });

function runOf(changes: Partial<StepResult>, run: Partial<RunResult> = {}): RunResult {
  const passing = passingResult(run);
  const [first] = passing.steps;
  return { ...passing, steps: [{ ...first!, ...changes }] };
}

function figures(base: SubjectSummary, other: SubjectSummary): Map<FigureName, FigureComparison> {
  const [step] = compareRuns(runOf({ subjects: [base] }), runOf({ subjects: [other] })).steps;
  const found = step?.kind === 'compared' ? step.subjects.flatMap((each) => each.figures) : [];
  return new Map(found.map((figure) => [figure.figure, figure]));
}

function evidence(base: SubjectSummary, other: SubjectSummary): Record<string, string> {
  const rows = [...figures(base, other).values()];
  return Object.fromEntries(
    rows.map((row) => [row.figure, row.kind === 'compared' ? row.evidence : row.reason]),
  );
}

const NO_CHANGE = { success: 'none', rps: 'none', p50: 'none', p95: 'none', p99: 'none', mean: 'none' };

describe('the figures of a subject', () => {
  it('show no evidence of a change from a run to itself', () => {
    expect(evidence(STEADY, STEADY)).toEqual(NO_CHANGE);
  });

  it('show a run that is half as slow again, in each figure of latency and in no other', () => {
    const slower = measured({ latencies: spread(1000, 15, 45) });
    const higher = { p50: 'higher', p95: 'higher', p99: 'higher', mean: 'higher' };
    expect(evidence(STEADY, slower)).toEqual({ ...NO_CHANGE, ...higher });
    const p95 = figures(STEADY, slower).get('p95');
    expect(p95?.kind === 'compared' && p95.change.value).toBeCloseTo(14.5, 0);
  });

  it('show fewer successes and fewer answers', () => {
    const broken = measured({ latencies: spread(700, 10, 30), failed: 70 });
    expect(evidence(STEADY, broken)).toMatchObject({ success: 'lower', rps: 'lower' });
    const rps = figures(STEADY, broken).get('rps');
    expect(rps).toMatchObject({ scale: 'relative' });
    expect(rps?.kind === 'compared' && rps.change.value).toBeCloseTo(-0.3, 9);
  });

  it('count those without an answer as slower than any, and give no mean of the others', () => {
    const lost = measured({ latencies: spread(600, 10, 30), unanswered: 400 });
    expect(evidence(STEADY, lost)).toMatchObject({ p95: 'higher', mean: 'not all were answered' });
    expect(figures(STEADY, lost).get('p95')).toMatchObject({ other: Infinity });
  });

  it('are not compared without requests, nor what an older result does not hold', () => {
    const none = measured({ latencies: [] });
    expect(evidence(STEADY, { ...none, success: null })).toMatchObject({
      success: 'no requests',
      p50: 'no requests',
      mean: 'no requests',
      rps: 'lower',
    });
    const { edges, counts } = STEADY.histogram!;
    expect(evidence(STEADY, { ...STEADY, histogram: { edges, counts } })).toEqual({
      ...NO_CHANGE,
      mean: 'no sums in the result',
    });
  });

  it('are read from buckets of every size without moving any into a neighbour', () => {
    const latencies = [0, 0.0005, ...spread(2000, 0.001, 70_000), ...spread(2000, 0.002, 8)];
    const all = measured({ latencies });
    expect(evidence(all, all)).toEqual(NO_CHANGE);
    const p50 = figures(all, all).get('p50');
    const { low, high } = p50?.kind === 'compared' ? p50.change.interval : { low: 0, high: 0 };
    expect(low).toBe(-high);
  });

  it('refuse a histogram that is none', () => {
    const cut = { ...STEADY, histogram: { edges: [1, 2], counts: [1] } };
    expect(() => figures(STEADY, cut)).toThrow(RangeError);
  });
});

describe('the steps of two runs', () => {
  it.each([
    ['inconclusive', 'pass', 'inconclusive in the base'],
    ['pass', 'error', 'error in the other run'],
    ['error', 'inconclusive', 'error in the base and inconclusive in the other run'],
  ] as const)('are not compared when %s and %s', (before, after, reason) => {
    const [step] = compareRuns(runOf({ verdict: before }), runOf({ verdict: after })).steps;
    expect(step).toEqual({ kind: 'not-compared', name: 'baseline', base: before, other: after, reason });
  });

  it('are compared when one of them fails, for a failure is measured too', () => {
    const [step] = compareRuns(runOf({}), runOf({ verdict: 'fail' })).steps;
    expect(step).toMatchObject({ kind: 'compared', base: 'pass', other: 'fail' });
  });

  it('are matched by name, and named when they are in one run only or were not finished', () => {
    const unfinished = [{ name: 'night', number: 2, network: 'clear', start: 15_000 }];
    const base = runOf({}, { stopped: { at: 20_000, planned: 2, unfinished } });
    const reasons = compareRuns(base, runOf({ name: 'night' })).steps.map((step) => [
      step.name,
      step.kind === 'not-compared' && step.reason,
    ]);
    expect(reasons).toEqual([
      ['baseline', 'not in the other run'],
      ['night', 'not finished in the base'],
    ]);
  });

  it('hold a subject of one run without figures', () => {
    const added = { ...STEADY, name: 'bots' };
    const [step] = compareRuns(runOf({ subjects: [STEADY] }), runOf({ subjects: [STEADY, added] })).steps;
    expect(step?.kind === 'compared' && step.subjects[1]).toEqual({
      kind: 'load',
      name: 'bots',
      base: null,
      other: 1000,
      figures: [],
    });
  });
});

describe('what differs between two runs', () => {
  it('is nothing for the same scenario on the same machine', () => {
    expect(compareRuns(runOf({}), runOf({})).differences).toEqual([]);
  });

  it('names scenario, params, seed, versions and machine', () => {
    const { scenario, environment } = passingResult();
    const other = runOf(
      {},
      {
        scenario: { ...scenario, sha256: 'f'.repeat(64) },
        params: { rate: '80/s', warm: true },
        seed: 7,
        environment: { ...environment, node: '22.1.0', cpus: 8 },
      },
    );
    expect(compareRuns(runOf({}), other).differences).toEqual([
      { what: 'file, SHA-256', base: 'b5bb9d8014a0', other: 'ffffffffffff' },
      { what: 'param rate', base: '50/s', other: '80/s' },
      { what: 'seed', base: '4217', other: '7' },
      { what: 'node', base: '20.20.2', other: '22.1.0' },
      { what: 'machine', base: 'linux x64, 2 CPUs', other: 'linux x64, 8 CPUs' },
      { what: 'param warm', base: '-', other: 'true' },
    ]);
  });

  it('names a step that is longer or impaired otherwise, also behind the same label', () => {
    const { steps } = passingResult();
    const impaired = steps[1]!.edges[0]!;
    const other = { ...impaired, requested: { ...impaired.requested, up: { delay: 400 } } };
    const { differences } = compareRuns(runOf({ edges: [impaired] }), runOf({ edges: [other], end: 20_000 }));
    expect(differences.map(({ what }) => what)).toEqual([
      'length of step baseline',
      'window of step baseline',
      'last-mile in step baseline',
    ]);
    expect(differences[2]?.other).toContain('wpt/3g up {"delay":400}');
  });

  it('names a k6 script and a trace that held something else', () => {
    const { loads, steps } = passingResult();
    const [edge] = steps[1]!.edges;
    const holding = (digit: string): RunResult => {
      const sha256 = digit.repeat(64);
      const load = { ...loads[0]!, engine: 'k6', source: 'shop.js', sha256 } as const;
      return runOf({ edges: [{ ...edge!, traces: [{ name: 't.csv', sha256 }] }] }, { loads: [load] });
    };
    expect(compareRuns(holding('1'), holding('2')).differences).toEqual([
      { what: 'script of shoppers, SHA-256', base: '111111111111', other: '222222222222' },
      {
        what: 'trace t.csv of last-mile in step baseline, SHA-256',
        base: '111111111111',
        other: '222222222222',
      },
    ]);
  });
});
