import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/core/sha256.ts';
import type { RunResult, StepResult, SubjectSummary } from '../../../src/core/result.gen.ts';
import { earlierWindow } from '../../../src/engine/earlier/earlier-window.ts';
import { everySample } from '../../../src/metrics/window-data.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { estimate } from '../../../src/slo/estimate.ts';
import type { EarlierWindow } from '../../../src/slo/evidence.ts';
import { earlierResult } from '../../helpers/earlier-result.ts';
import { stepOf } from '../../helpers/measured-run.ts';
import { SOUND, soundBut, soundPlan } from '../../helpers/planning.ts';
import { subject } from '../../helpers/results.ts';
import { expectationOf } from '../../helpers/slo-evidence.ts';

const PLAN = soundPlan(SOUND);
const MEASURED = subject({
  n: 400,
  ok: 380,
  failed: 20,
  dropped: 3,
  histogram: { edges: [10, 80], counts: [300, 90], sum: 10_200, sumOfSquares: 606_000 },
});

function windowIn(result: RunResult, text = 'p95(shoppers) <= previous', plan: Plan = PLAN): EarlierWindow {
  const earlier = { kind: 'run', run: { result, folder: 'runs/x' } } as const;
  return earlierWindow(earlier, { plan, step: stepOf(plan, 'slow') }, expectationOf(text).left);
}

function whyNot(result: RunResult, text?: string, plan?: Plan): string {
  const found = windowIn(result, text, plan);
  return found.kind === 'unusable' ? found.why : 'measured';
}

/** The earlier run with its second step changed. */
function slowStep(changes: Partial<StepResult>, plan: Plan = PLAN): RunResult {
  const result = earlierResult(plan, [MEASURED]);
  return {
    ...result,
    steps: result.steps.map((step) => (step.name === 'slow' ? { ...step, ...changes } : step)),
  };
}

/** As older releases wrote it. */
function withoutRates(): RunResult {
  const result = earlierResult(PLAN, [MEASURED]);
  return { ...result, steps: result.steps.map(({ rates: _rates, ...step }) => step) };
}

function withoutFingerprints(): RunResult {
  const result = earlierResult(PLAN, [MEASURED]);
  return { ...result, loads: result.loads.map(({ fingerprint: _fingerprint, ...load }) => load) };
}

/** What is there now, and one more. */
function withMore(what: 'edges' | 'loads'): RunResult {
  const result = earlierResult(PLAN, [MEASURED]);
  return { ...result, [what]: [...result[what], { ...result[what][0]!, name: 'other' }] };
}

function measuredAs(summary: Partial<SubjectSummary>): RunResult {
  return slowStep({ subjects: [{ ...MEASURED, ...summary }] });
}

describe('the window of an earlier run', () => {
  it('is what its result says of the same load in the same step', () => {
    const found = windowIn(earlierResult(PLAN, [MEASURED]));
    if (found.kind !== 'measured') throw new Error(found.why);
    const cell = everySample(found.window);
    expect(found.run).toBe(earlierResult(PLAN, []).run.id);
    expect([cell.n, cell.ok, cell.failed, cell.unanswered.count]).toEqual([400, 380, 20, 10]);
    expect([found.window.seconds, found.window.dropped]).toEqual([8, 3]);
    const judged = { seconds: 8, confidence: 'none', blocks: [] } as const;
    expect(estimate({ kind: 'percentile', percent: 50 }, cell, judged).value).toBeCloseTo(10, 1);
    expect(estimate({ kind: 'percentile', percent: 95 }, cell, judged).value).toBeCloseTo(80, 0);
    expect(estimate({ kind: 'success' }, cell, judged).value).toBe(0.95);
    expect(estimate({ kind: 'mean' }, cell, judged)).toMatchObject({ value: 25.5, atLeast: true });
  });

  it('is none without a run, and says what the caller knows of that', () => {
    const { left } = expectationOf('p95(shoppers) <= previous');
    const earlier = { kind: 'none', why: '`runs` holds no run' } as const;
    expect(earlierWindow(earlier, { plan: PLAN, step: stepOf(PLAN, 'slow') }, left)).toEqual({
      kind: 'unusable',
      why: '`runs` holds no run',
    });
  });

  it.each([
    ['has no such step', slowStep({ name: 'fast' }), 'has no step `slow`'],
    [
      'did not pass it',
      slowStep({ verdict: 'inconclusive' }),
      'did not pass step `slow`, but was inconclusive',
    ],
    ['measured nothing', measuredAs({ n: 0 }), 'measured no requests of `shoppers`'],
    ['did not know the subject', slowStep({ subjects: [] }), 'measured no requests of `shoppers`'],
    [
      'impaired it otherwise',
      otherwise('wpt/3g', 'wpt/3g-fast'),
      'edge `last-mile` was wpt/3g-fast, and is wpt/3g',
    ],
    ['sent more', otherwise('rate: 100/s', 'rate: 200/s'), 'load `shoppers` was at 200/s, and is at 100/s'],
    [
      'asked for more',
      otherwise('{ get: /cart, name: cart }', '{ get: /basket, name: basket }'),
      '`requests`',
    ],
    [
      'asked for another mix',
      otherwise('{ get: /cart, name: cart }', '{ get: /cart, name: cart, weight: 9 }'),
      'load `shoppers` asked something else',
    ],
    ['had an edge more', withMore('edges'), 'it had an edge `other`'],
    ['had a load more', withMore('loads'), 'it had a load `other`'],
    ['does not say how much', withoutRates(), 'does not say how much load there was'],
    ['does not say what it asked', withoutFingerprints(), 'does not say all that load `shoppers` asked'],
  ])('is no measure where that run %s', (_what, result, why) => {
    expect(whyNot(result)).toContain(why);
    expect(whyNot(result)).toContain(result.run.id);
  });

  it('is no measure under other params, whatever the step came to', () => {
    const result = { ...earlierResult(PLAN, [MEASURED]), params: { size: 3 } };
    expect(whyNot(result)).toContain('param `size` was 3, and is not there');
  });

  it('tells a profile of the same name with other values', () => {
    const result = slowStep({
      edges: earlierResult(PLAN, []).steps[1]!.edges.map((edge) => ({
        ...edge,
        requested: { ...edge.requested, up: { delay: 1 } },
      })),
    });
    expect(whyNot(result)).toContain('on edge `last-mile` had other values');
  });

  it('is no measure where the link varied and does not, or in another way', () => {
    const ramp = varying('{ delay: { ramp: { from: 10ms, to: 200ms } } }');
    const steeper = varying('{ delay: { ramp: { from: 10ms, to: 400ms } } }');
    expect(whyNot(varied(ramp), undefined, ramp)).toBe('measured');
    expect(whyNot(varied(steeper), undefined, ramp)).toContain('edge `last-mile` was');
    expect(whyNot(varied(ramp), undefined, varying('{ delay: 10ms }'))).toContain('edge `last-mile` was');
  });

  it('is no measure where a trace of the same name held something else, or nothing tells what', () => {
    const [slow, fast] = [traced('0,10\n5,90\n'), traced('0,10\n5,20\n')];
    expect(whyNot(varied(slow), undefined, slow)).toBe('measured');
    expect(whyNot(varied(slow), undefined, fast)).toContain(
      'trace `t.csv` on edge `last-mile` had other contents',
    );
    const older = varied(slow);
    for (const { edges } of older.steps) for (const edge of edges) Reflect.deleteProperty(edge, 'traces');
    expect(whyNot(older, undefined, slow)).toContain('does not say what was in trace `t.csv`');
  });

  it('is no measure where a k6 script of the same name held something else, or nothing tells what', () => {
    const [before, now, unread] = [scripted('1'), scripted('2'), scripted()];
    const earlier = earlierResult(before, [MEASURED]);
    expect(whyNot(earlier, undefined, before)).toBe('measured');
    expect(whyNot(earlier, undefined, now)).toContain('`shop.js` of load `shoppers` had other contents');
    expect(whyNot(earlier, undefined, unread)).toContain('`shop.js` of load `shoppers` had other contents');
    const why = 'does not say what was in `shop.js` of load `shoppers`';
    expect(whyNot(earlierResult(unread, [MEASURED]), undefined, now)).toContain(why);
    expect(whyNot(earlierResult(unread, [MEASURED]), undefined, unread)).toContain(why);
  });

  it('is no measure of a mean where no sums were kept', () => {
    const { edges, counts } = MEASURED.histogram!;
    const result = measuredAs({ histogram: { edges, counts } });
    expect(whyNot(result, 'mean(shoppers) <= previous')).toContain('kept no sums');
    expect(whyNot(result)).toBe('measured');
  });
});

/** A run of the scenario with one text in it replaced. */
function otherwise(from: string, to: string): RunResult {
  return earlierResult(soundPlan(soundBut([from, to])), [MEASURED]);
}

function varying(value: string): Plan {
  return soundPlan(impairedBy(value));
}

function impairedBy(value: string): string {
  return soundBut(['impair: { last-mile: wpt/3g }', `impair: { last-mile: ${value} }`]);
}

function traced(rows: string): Plan {
  const text = `at (s), delay (ms)\n${rows}`;
  const trace = { kind: 'text', format: 'columns', text, sha256: sha256(text) } as const;
  return soundPlan(impairedBy('{ trace: t.csv }'), 1, { traces: new Map([['t.csv', trace]]) });
}

/** Of a script with this digest, or of one that could not be read. */
function scripted(digest?: string): Plan {
  const load = SOUND.slice(SOUND.indexOf('    rate: 100/s'), SOUND.indexOf('steps:'));
  const scripts = new Map(digest === undefined ? [] : [['shop.js', digest]]);
  return soundPlan(soundBut([load, '    k6: { script: shop.js }\n']), 1, { scripts });
}

/** A run in which the link varied as planned. */
function varied(plan: Plan): RunResult {
  const variation = { planned: 1, applied: 1, skipped: 0, latest: 0, changes: [], curve: [] };
  const { edges } = earlierResult(plan, []).steps[1]!;
  return slowStep(
    {
      subjects: [MEASURED],
      edges: edges.map((edge) => (edge.edge === 'last-mile' ? { ...edge, variation } : edge)),
    },
    plan,
  );
}
