import { describe, expect, it } from 'vitest';
import type { RunResult, StepResult } from '../../../../../src/core/result.gen.ts';
import { findingsMarkup } from '../../../../../src/report/html/summary/findings.ts';
import { expectation, impairedEdge, passingResult, step } from '../../../../helpers/results.ts';

function textOf(result: RunResult): string {
  return (findingsMarkup(result)?.text ?? '').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

function failed(name: string, changes: Partial<StepResult> = {}): StepResult {
  const reason = 'p95(x) is 3s (95% interval 2s to 4s, n=90), which is not < 1s';
  const expectations = [
    expectation({ name: 'p95(x) < 1s', verdict: 'fail', reason, expected: '< 1s', observed: '3s', n: 90 }),
  ];
  const verdict = 'fail';
  return step({
    name,
    start: 0,
    end: 10,
    verdict,
    reasons: [`p95(x) < 1s: ${reason}`],
    expectations,
    ...changes,
  });
}

describe('findingsMarkup', () => {
  it('is nothing where all passed', () => {
    expect(findingsMarkup(passingResult())).toBeUndefined();
  });

  it('says each failure once, with step and network', () => {
    const bad = failed('3g', { edges: [impairedEdge()] });
    const text = textOf(
      passingResult({ verdict: 'fail', steps: [bad], reasons: [`3g: ${bad.reasons[0]!}`] }),
    );
    expect(text).toBe(' What failed 1 3g last-mile : wpt/3g fail p95(x) &lt; 1s : observed 3s (n=90) ');
  });

  it('names a culprit once for all that it explains', () => {
    const culprit = { kind: 'named', about: 'latency', summary: 'it is the link', considered: [] } as const;
    const both = ['one', 'two'].map((name) => expectation({ name, verdict: 'fail', culprit }));
    const text = textOf(passingResult({ steps: [failed('x', { expectations: both, reasons: [] })] }));
    expect(text.split('it is the link')).toHaveLength(2);
  });

  it('puts what failed before what could not be judged and what only warns', () => {
    const steps = [
      failed('doubt', { expectations: [expectation({ verdict: 'inconclusive' })], reasons: [] }),
      failed('warned', { expectations: [expectation({ verdict: 'fail', gate: 'warn' })], reasons: [] }),
      failed('broken'),
    ];
    expect(textOf(passingResult({ steps }))).toMatch(/What failed.*broken.*doubt.*warned.*does not gate/);
    expect(textOf(passingResult({ steps: steps.slice(0, 2) }))).toContain('What could not be judged');
    expect(textOf(passingResult({ steps: steps.slice(1, 2) }))).toContain('does not gate');
  });

  it('tells no more than fit a screen, and how many are left', () => {
    const many = Array.from({ length: 40 }, (_, index) => failed(`step-${index}`));
    const text = textOf(passingResult({ steps: many }));
    expect(text.split('observed')).toHaveLength(13);
    expect(text).toContain('And 28 more, in the steps below.');
  });

  it('keeps reasons that no expectation gave', () => {
    const reasons = ['nothing was expected: no step has an `expect`'];
    expect(textOf(passingResult({ verdict: 'inconclusive', reasons }))).toContain('nothing was expected');
  });
});
