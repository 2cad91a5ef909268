import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '../../../../src/compare/compared-run.ts';
import { compareRuns } from '../../../../src/compare/compare-runs.ts';
import type { RunResult, SubjectSummary } from '../../../../src/core/result.gen.ts';
import { renderComparePage } from '../../../../src/report/compare-page/page.ts';
import { HOSTILE, hostileResult, passingResult, RESULTS, subject } from '../../../helpers/results.ts';

/** What a reader sees without style, pictures and titles. */
function textOf(page: string): string {
  return page
    .replaceAll(/<(style|svg)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<\/?(?:bdi|strong)\b[^>]*>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ');
}

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
const SLOWER = runOf(
  { n: 1000, ok: 900, failed: 100, success: 0.9, p50: 256, p95: 256, p99: 256, ...histogram(256, 1000) },
  { seed: 9, verdict: 'inconclusive', run: { ...BASE.run, id: 'tuesday' } },
);

function compared(run: RunResult, base = BASE): ComparedRun {
  return { run, comparison: compareRuns(base, run) };
}

function pageOf(...runs: readonly RunResult[]): string {
  return renderComparePage(
    BASE,
    runs.map((run) => compared(run)),
  );
}

function linkedTo(way: string): string {
  return renderComparePage(BASE, [compared(SLOWER)], new Map([['tuesday', way]]));
}

/** Each horizontal line of the drawing and each dot, as the place of its ends in percent. */
function drawn(page: string): readonly (readonly [kind: string, ...places: number[]])[] {
  const lines = [...page.matchAll(/<line\s+class="((?:un)?changed)"\s+x1="([\d.]+)%"\s+x2="([\d.]+)%"/g)];
  return lines
    .map(([, kind = '', low, high]) => [kind, Number(low), Number(high)] as const)
    .filter(([, low, high]) => low !== high);
}

describe('the page of a comparison', () => {
  it('says first how much changed, then what differs, then what changed', () => {
    const text = textOf(pageOf(SLOWER));
    const order = [
      'Squall comparison last-mile',
      '5 of 7 figures changed',
      'What differs',
      'seed 4217 9',
      'What changed',
      'success of shoppers in step baseline: 100% to 90%, lower: -10pp',
      'p50 of shoppers in step baseline: 128ms to 256ms, higher: +128ms',
      'Step baseline',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('has a row for each figure, with its interval and its word', () => {
    const text = textOf(pageOf(SLOWER));
    expect(text).toContain('Figure Base Run Change 95 % interval Evidence');
    expect(text).toMatch(/success 100% 90% -10pp -1\S+pp to -\S+pp lower/);
    expect(text).toMatch(/rps \S+\/s \S+\/s \+0% -\S+% to \+\S+% no evidence of a change/);
    expect(text).toMatch(/p95 128ms 256ms \+128ms \+1\S+ms to \+1\S+ms higher/);
  });

  it('says that there is no evidence of a change where there is none', () => {
    const text = textOf(pageOf(BASE));
    expect(text).toContain('No evidence of a change in 7 figures');
    expect(text).toContain('Scenario, params, versions and machine are the same.');
    expect(text).not.toContain('What changed');
  });

  it('draws what changed to one side of the line of no change, and the rest across it', () => {
    const lines = drawn(pageOf(SLOWER));
    const across = lines.map(([kind, low = 0, high = 0]) => [kind, low <= 57 && high >= 57]);
    expect(across.filter(([kind]) => kind === 'changed')).toEqual(
      Array.from({ length: 4 }, () => ['changed', false]),
    );
    expect(across.filter(([kind]) => kind === 'unchanged')).toEqual(
      Array.from({ length: 2 }, () => ['unchanged', true]),
    );
  });

  it('draws both histograms over each other, and says their percentiles to whom cannot see', () => {
    const page = pageOf(SLOWER);
    expect(page).toContain(
      'Latencies of shoppers: p50, p95 and p99 are 128ms, 128ms, 128ms in the base and 256ms, 256ms, 256ms in the run',
    );
    const [before, after] = ['before', 'after'].map((kind) =>
      new RegExp(`<path\\s+class="${kind}"\\s+d="([^"]+)"`).exec(page),
    );
    expect(before?.[1]).not.toBe(`${after?.[1]}Z`);
    const bare = runOf({ n: 10, ok: 10 });
    expect(renderComparePage(bare, [compared(bare, bare)])).not.toContain('class="before"');
  });

  it('has a section for each of several runs', () => {
    const text = textOf(pageOf(BASE, SLOWER));
    expect(text).toContain('Run 1 From');
    expect(text).toContain('Run 2 From 20261121T213000Z-last-mile-3f9a to tuesday');
    expect(text).toContain('5 of 7 figures changed in tuesday');
  });

  it('says why a step was not compared', () => {
    const [first] = BASE.steps;
    const doubtful = { ...BASE, steps: [{ ...first!, verdict: 'inconclusive' as const }] };
    const text = textOf(pageOf(doubtful));
    expect(text).toContain(
      'Step baseline pass then inconclusive Not compared: inconclusive in the other run.',
    );
    expect(text).toContain('Nothing could be compared');
  });

  it('links to reports beside it, and to nothing else', () => {
    expect(linkedTo('../tuesday/report.html')).toContain('<a href="../tuesday/report.html">');
    for (const way of ['javascript:alert(1)', '//evil/x', '/etc/passwd', 'a b.html']) {
      expect(linkedTo(way)).not.toContain('<a ');
    }
  });

  it.each(Object.entries(RESULTS))('runs no script and asks nobody, of %s', (_name, result) => {
    const page = renderComparePage(BASE, [compared(result), compared(BASE, result)]);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(page).not.toMatch(/<script|\son\w+=|\ssrc=|@import|url\(|javascript:/i);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('shows hostile names and runs none of them', () => {
    const page = renderComparePage(hostileResult(), [compared(SLOWER, hostileResult())]);
    expect(page).not.toContain(HOSTILE);
    expect(page).not.toMatch(/<img|<script/i);
  });
});
