import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../../../../src/core/result.gen.ts';
import { distributionsOf } from '../../../../../src/report/html/histogram/distribution.ts';
import { histogramsMarkup } from '../../../../../src/report/html/histogram/figures.ts';
import { boundText } from '../../../../../src/report/html/histogram/markers.ts';
import { expectation, impairedEdge, step, subject } from '../../../../helpers/results.ts';

const HISTOGRAM = { edges: [4, 10], counts: [600, 50] };

function steps(): readonly StepResult[] {
  const edge = subject({ name: 'last-mile', kind: 'edge', histogram: HISTOGRAM });
  const clear = step({
    name: 'calm',
    start: 0,
    end: 10,
    subjects: [subject({ histogram: HISTOGRAM }), edge],
  });
  const bad = step({
    name: '3g',
    start: 10,
    end: 20,
    edges: [impairedEdge()],
    expectations: [
      expectation({ that: 'p95(shoppers) < 2s', bound: 2000, verdict: 'fail' }),
      expectation({ that: 'success(shoppers) >= 99%', bound: 0.99 }),
    ],
    subjects: [subject({ n: 652, histogram: { edges: [400, 3000], counts: [600, 50] } }), edge],
  });
  return [clear, bad];
}

function textOf(all: readonly StepResult[], index: number): string {
  return (histogramsMarkup(all, index)?.text ?? '').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

function namesIn(all: readonly StepResult[]): readonly string[] {
  return distributionsOf(all, 1).map(({ now }) => now.subject.name);
}

function stepsBehind(all: readonly StepResult[], index: number): readonly (string | undefined)[] {
  return distributionsOf(all, index).map(({ before }) => before?.step);
}

describe('distributionsOf', () => {
  it('are of every load, and of the edges that an expectation speaks of', () => {
    const [clear, bad] = steps();
    const judged = { ...bad!, expectations: [expectation({ that: 'p(99.9)(last-mile){name=x} < 1s' })] };
    expect(namesIn([clear!, bad!])).toEqual(['shoppers']);
    expect(namesIn([clear!, judged])).toEqual(['shoppers', 'last-mile']);
  });

  it('stand before the first clear step, or the one named `baseline`', () => {
    const [clear, bad] = steps();
    const named = { ...clear!, name: 'baseline' };
    expect(stepsBehind([clear!, bad!], 1)).toEqual(['calm']);
    expect(stepsBehind([clear!, bad!], 0)).toEqual([undefined]);
    expect(stepsBehind([clear!, named, bad!], 2)).toEqual(['baseline']);
    expect(stepsBehind([clear!, named, bad!], 0)).toEqual([undefined]);
  });

  it('have the bounds on latencies, and no others', () => {
    expect(distributionsOf(steps(), 1)[0]?.bounds.map(({ bound }) => bound)).toEqual([2000]);
  });
});

describe('histogramsMarkup', () => {
  it('says in words what the picture shows', () => {
    const text = textOf(steps(), 1);
    expect(text).toContain('shoppers latency, share of requests, logarithmic scale; grey: calm');
    expect(text).toContain('2 without an answer');
    expect(text).toContain(
      'p50 4.2ms, p95 9.71ms, p99 14.9ms of 652 requests, success 100%. In calm: p50 4.2ms',
    );
    expect(text).toContain('p95(shoppers) < 2s: fail.'.replace('<', '&lt;'));
  });

  it('is nothing where an older result has no distribution', () => {
    expect(histogramsMarkup([step({ name: 'x', start: 0, end: 1 })], 0)).toBeUndefined();
  });
});

describe('boundText', () => {
  it.each([
    ['p95(shoppers) < 2s', 2000, 'p95 < 2s'],
    ['p(99.9)(shoppers{name=cart}) < 200ms', 200, 'p(99.9){name=cart} < 200ms'],
    ['p95(shoppers) <= baseline + 50ms', 61.04, 'p95 <= baseline + 50ms: 61ms'],
    ['p95(shoppers) <= 3x baseline', 30, 'p95 <= 3x baseline: 30ms'],
  ])('of %s at %d is %s', (that, bound, text) => {
    expect(boundText(that, bound)).toBe(text);
  });
});
