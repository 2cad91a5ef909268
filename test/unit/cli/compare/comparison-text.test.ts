import { describe, expect, it } from 'vitest';
import { comparisonJson } from '../../../../src/cli/compare/comparison-json.ts';
import { comparisonText } from '../../../../src/cli/compare/comparison-text.ts';
import { compareRuns } from '../../../../src/compare/compare-runs.ts';
import type { RunResult, SubjectSummary } from '../../../../src/core/result.gen.ts';
import { displayWidth } from '../../../../src/report/display-width.ts';
import { hostileResult, passingResult, subject } from '../../../helpers/results.ts';

function histogram(value: number, count: number): Pick<SubjectSummary, 'histogram'> {
  const [sum, sumOfSquares] = [value * count, value * value * count];
  return { histogram: { edges: [value], counts: [count], sum, sumOfSquares } };
}

function runOf(measured: Partial<SubjectSummary>, changes: Partial<RunResult> = {}): RunResult {
  const passing = passingResult(changes);
  const [first, second] = passing.steps;
  return { ...passing, steps: [{ ...first!, subjects: [subject(measured)] }, second!] };
}

const BASE = runOf({ n: 1000, ok: 1000, p50: 128, p95: 128, p99: 128, ...histogram(128, 1000) });
const OTHER = runOf(
  { n: 1000, ok: 900, failed: 100, success: 0.9, p50: 256, p95: null, p99: null, ...histogram(256, 940) },
  { seed: 9, verdict: 'inconclusive' },
);

function textOf(base: RunResult, other: RunResult, width = 120): string {
  return comparisonText(base, [{ run: other, comparison: compareRuns(base, other) }], width);
}

describe('the text of a comparison', () => {
  it('names the runs and what differs, then each figure with its change and interval', () => {
    expect(textOf(BASE, OTHER).split('\n').slice(0, 15)).toEqual([
      'base  20261121T213000Z-last-mile-3f9a  last-mile  pass',
      'run   20261121T213000Z-last-mile-3f9a  last-mile  inconclusive',
      '',
      'DIFFERS  BASE  RUN',
      'seed     4217  9',
      '',
      'step baseline: pass',
      '    FIGURE     BASE        RUN  CHANGE  95% INTERVAL',
      '  load shoppers: 1,000 requests in each',
      '    success    100%        90%   -10pp  -12pp to -8.17pp      lower',
      '    rps      50.0/s     50.0/s     -6%  -14.1% to +2.9%       no evidence of a change',
      '    p50       128ms      256ms  +128ms  +127ms to +129ms      higher',
      '    p95       128ms  no answer       -  from +127ms           higher',
      '    p99       128ms  no answer       -  beyond any            higher',
      '    mean      128ms          -       -  -                     not all were answered',
    ]);
  });

  it('says that there is no evidence where there is none, and how many figures changed', () => {
    const text = textOf(BASE, BASE);
    expect(text).toContain('Scenario, params, versions and machine are the same.');
    expect(text.match(/no evidence of a change/g)?.length).toBe(7);
    expect(text).toContain('no histogram in the result');
    expect(text).toContain('0 of 7 figures changed');
  });

  it('shows a step that cannot be compared with the word why', () => {
    const doubtful = {
      ...OTHER,
      steps: OTHER.steps.map((step) => ({ ...step, verdict: 'inconclusive' as const })),
    };
    const text = textOf(BASE, doubtful);
    expect(text).toContain('step baseline: not compared, inconclusive in the other run');
    expect(text).toContain('Nothing could be compared.');
    expect(text).not.toContain('higher');
  });

  it.each([70, 80, 160])('keeps its tables within %i columns, with whole words', (width) => {
    const lines = textOf(BASE, OTHER, width).split('\n');
    const tables = lines.filter((line) => line.startsWith('    '));
    expect(tables.length).toBeGreaterThan(6);
    for (const line of tables) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(tables.join('\n')).toMatch(width === 160 ? /no evidence of a change/ : /no evidence/);
  });

  it('hands no control character of a name to the terminal', () => {
    const text = textOf(hostileResult(), hostileResult());
    // eslint-disable-next-line no-control-regex -- they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('the JSON of a comparison', () => {
  it('has the figures, and null where no number can be given', () => {
    const comparison = compareRuns(BASE, OTHER);
    const value: unknown = JSON.parse(comparisonJson(BASE, [{ run: OTHER, comparison }]));
    expect(value).toMatchObject({
      schema: 1,
      confidence: 0.95,
      base: { id: '20261121T213000Z-last-mile-3f9a', scenario: 'last-mile', verdict: 'pass' },
      comparisons: [
        {
          run: { verdict: 'inconclusive' },
          differences: [{ what: 'seed', base: '4217', other: '9' }],
          steps: [{ kind: 'compared', name: 'baseline', base: 'pass', other: 'pass' }, { name: '3g' }],
        },
      ],
    });
    expect(value).toHaveProperty('comparisons.0.steps.0.subjects.0.figures.0.evidence', 'lower');
    expect(value).toHaveProperty('comparisons.0.steps.0.subjects.0.figures.4.other', null);
    expect(value).toHaveProperty('comparisons.0.steps.0.subjects.0.figures.4.change.interval.low', null);
  });
});
