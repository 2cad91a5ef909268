import { describe, expect, it } from 'vitest';

import type { SearchResult, SearchTrial } from '../../../../../src/core/result.gen.ts';
import { answersFound } from '../../../../../src/report/console/search-lines.ts';
import { renderHtml } from '../../../../../src/report/html/page.ts';
import { renderJunit } from '../../../../../src/report/junit/render.ts';
import { renderMarkdown } from '../../../../../src/report/markdown/summary.ts';
import { expectation, passingResult, step } from '../../../../helpers/results.ts';

function trial(value: number, outcome: SearchTrial['outcome'], why = 'it did'): SearchTrial {
  const proof = { outcome: 'proved', reason: 'read back and measured' } as const;
  const times = { start: value, from: value + 1000, to: value + 3000 };
  return { value, text: `${value}ms`, purpose: 'halve', outcome, ...times, looks: 2, n: 650, why, proof };
}

const STATEMENT =
  'the breaking point of last-mile.rtt lies between 250ms, which holds, and 300ms, which fails (95% sure)';

const SEARCH: SearchResult = {
  vary: 'last-mile.rtt',
  edge: 'last-mile',
  key: 'rtt',
  from: 0,
  to: 1000,
  precision: 50,
  gate: { bound: 'at-least', value: 200, text: '200ms' },
  confidence: 0.95,
  most: 13,
  answer: 'found',
  holds: 250,
  fails: 300,
  statement: STATEMENT,
  expectations: ['success(shoppers) >= 99%'],
  trials: [
    trial(0, 'holds'),
    trial(1000, 'fails', '<script>alert(1)</script>'),
    trial(500, 'undecided'),
    trial(250, 'holds'),
    trial(300, 'fails'),
  ],
};

function resultOf(search: SearchResult = SEARCH): ReturnType<typeof passingResult> {
  const judged = expectation({
    name: 'breaking point of last-mile.rtt at least 200ms',
    kind: 'search',
    verdict: 'pass',
    reason: search.statement,
  });
  return passingResult({
    steps: [step({ name: 'how-slow', start: 0, end: 60_000, search, expectations: [judged] })],
  });
}

describe('the report of a search', () => {
  it('says what was found, and draws each trial at its value with its outcome in words too', () => {
    const page = renderHtml(resultOf());
    expect(page).toContain(STATEMENT);
    expect(page).toContain('breaks between 250ms and 300ms');
    expect(page).toContain('at least 200ms');
    expect(page).toContain('5 of at most 13 trials in 0ms to 1s, to 50ms');
    const drawing = /<svg class="trials"[\s\S]*?<\/desc>/.exec(page.replaceAll(/\s+/g, ' '))?.[0] ?? '';
    expect(drawing).toContain('0ms holds. 1000ms fails. 500ms undecided. 250ms holds. 300ms fails.');
    expect(page).not.toContain('<script>alert(1)');
  });

  it('marks no interval where better values fail than hold', () => {
    const page = renderHtml(resultOf({ ...SEARCH, answer: 'not-monotone', holds: 300, fails: 250 }));
    expect(page).not.toContain('breaks between');
    expect(page).not.toContain('class="between"');
  });

  it('gives the answer in words to the console, to Markdown and to JUnit, although it passed', () => {
    const result = resultOf();
    expect(answersFound(result)).toEqual([`how-slow: ${STATEMENT}`]);
    expect(renderMarkdown([{ result, exitCode: 0, report: undefined }])).toContain('lies between 250ms');
    expect(renderJunit([result])).toContain(`found: ${STATEMENT}`);
  });
});
