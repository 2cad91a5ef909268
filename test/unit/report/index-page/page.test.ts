import { describe, expect, it } from 'vitest';
import { runTitle } from '../../../../src/core/matrix-cell.ts';
import type { Cell } from '../../../../src/core/result.gen.ts';
import type { CulpritResult, RunResult } from '../../../../src/core/result.gen.ts';
import { renderIndex, type IndexedCall } from '../../../../src/report/index-page/page.ts';
import type { SummarizedRun } from '../../../../src/report/summarized-run.ts';
import type { NotStarted } from '../../../../src/report/not-started.ts';
import {
  brokenResult,
  failingResult,
  HOSTILE,
  hostileResult,
  inconclusiveResult,
  passingResult,
} from '../../../helpers/results.ts';

function shapes(result: RunResult): number {
  const page = renderIndex({
    runs: [{ result, exitCode: 0, report: undefined }],
    notStarted: [],
    exitCode: 0,
  });
  return page.match(/<g transform/g)?.length ?? 0;
}

/** What a reader sees without style, pictures and titles. */
function textOf(page: string): string {
  return page
    .replaceAll(/<(style|svg)\b[^]*?<\/\1\s*>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ');
}

function named(result: RunResult, name: string, tags?: readonly string[]): RunResult {
  return { ...result, scenario: { ...result.scenario, name, ...(tags !== undefined && { tags }) } };
}

const CULPRIT: CulpritResult = {
  kind: 'named',
  about: 'latency',
  summary: 'last-mile explains 95% of it',
  considered: [],
};

function accused(result: RunResult): RunResult {
  const steps = result.steps.map((step) => ({
    ...step,
    expectations: step.expectations.map((one) =>
      one.verdict === 'fail' ? { ...one, culprit: CULPRIT } : one,
    ),
  }));
  return { ...result, steps };
}

const LIFT: NotStarted = {
  scenario: 'lift',
  file: 'scenarios/lift.yaml',
  tags: ['night'],
  why: { kind: 'fail-fast', after: 'cart' },
  at: '2026-11-21T21:31:04.223Z',
};

const CALL: IndexedCall = {
  runs: [
    { result: named(passingResult(), 'home', ['pr']), exitCode: 0, report: 'a/report.html' },
    { result: named(inconclusiveResult(), 'tunnel'), exitCode: 6, report: 'b/report.html' },
    {
      result: accused(named(failingResult(), 'cart', ['pr', 'mobile'])),
      exitCode: 1,
      report: 'c/report.html',
    },
  ],
  notStarted: [LIFT],
  exitCode: 1,
};

describe('renderIndex', () => {
  it('says which steps of a scenario were left out', () => {
    const whole = passingResult();
    const result = { ...whole, scenario: { ...whole.scenario, leftOut: ['elsewhere'] } };
    const page = renderIndex({
      runs: [{ result, exitCode: 0, report: undefined }],
      notStarted: [],
      exitCode: 0,
    });
    expect(textOf(page)).toContain('left out: elsewhere');
  });

  const text = textOf(renderIndex(CALL));

  it.each([
    'Squall index 4 scenarios fail 1 fail 1 inconclusive 1 pass 1 not started',
    'Started 2026-11-21 21:30:00 UTC Took 64.1s Exit code 1',
    'cart pr mobile scenarios/last-mile.yaml 3g: p95(shoppers) < 2s: 3.84s is not less than 2s',
    'last-mile explains 95% of it',
    '2 of 3 pass 99.21% shoppers in 3g 3.84s shoppers in 3g 21:30:00 UTC 2026-11-21 64.1s',
    'pass home pr scenarios/last-mile.yaml 3 of 3 pass 100% 1.21s shoppers in 3g',
    'not started lift night scenarios/lift.yaml Not started: cart did not pass, and --fail-fast was given .',
  ])('says %j as text', (fact) => {
    expect(text).toContain(fact);
  });

  it('puts the worst first, and what was not started last', () => {
    const places = ['cart pr', 'tunnel scen', 'home pr', 'lift night'].map((name) => text.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('leads to the report of each run that has one', () => {
    const page = renderIndex({ ...CALL, runs: [...CALL.runs, { ...CALL.runs[0]!, report: undefined }] });
    expect(page.match(/<a href="[^"]*"/g)).toEqual([
      '<a href="c/report.html"',
      '<a href="b/report.html"',
      '<a href="a/report.html"',
    ]);
  });

  it('says what was let through', () => {
    const runs = [{ result: failingResult(), exitCode: 0, report: undefined } as const];
    const letThrough = textOf(renderIndex({ runs, notStarted: [], exitCode: 0 }));
    expect(letThrough).toContain('1 scenario pass 1 fail');
    expect(letThrough).toContain('fail let through last-mile');
    expect(text).not.toContain('let through');
  });

  it('says before everything else what could not be put back, and names the kind of an end', () => {
    const runs = [
      ...CALL.runs,
      { result: named(brokenResult(), 'broken'), exitCode: 5, report: 'd' } as const,
    ];
    const broken = textOf(renderIndex({ ...CALL, runs, exitCode: 5 }));
    expect(broken).toContain('5 scenarios error 1 error');
    expect(broken).toContain('The network may still be impaired');
    expect(broken.indexOf('may still be impaired')).toBeLessThan(broken.indexOf('Worst p95'));
    expect(broken).toContain(
      'broken scenarios/last-mile.yaml undo failed listener 127.0.0.1:40123: EBUSY and 5 more',
    );
    expect(text).not.toContain('may still be impaired');
  });

  it('says of a run that came to no step that there was none', () => {
    const result = { ...passingResult(), steps: [], verdict: 'error' } as const;
    const none = textOf(
      renderIndex({ runs: [{ result, exitCode: 4, report: undefined }], notStarted: [], exitCode: 4 }),
    );
    expect(none).toContain('scenarios/last-mile.yaml none – – 21:30:00 UTC');
  });

  it('draws the verdict of each step, unless there are too many', () => {
    const { steps } = passingResult();
    expect(shapes(passingResult())).toBe(3);
    expect(shapes({ ...passingResult(), steps: Array.from({ length: 13 }, () => steps[0]!) })).toBe(0);
  });

  it('lets no hostile text become markup', () => {
    const result = hostileResult();
    const scenario = {
      ...result.scenario,
      name: HOSTILE,
      file: HOSTILE,
      tags: [HOSTILE, 'x'.repeat(10_000)],
    };
    const why = { kind: 'fail-fast', after: HOSTILE } as const;
    const page = renderIndex({
      runs: [{ result: { ...result, scenario }, exitCode: 1, report: HOSTILE }],
      notStarted: [{ ...LIFT, scenario: HOSTILE, file: HOSTILE, tags: [HOSTILE], why }],
      exitCode: 1,
    });
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/[\p{Bidi_Control}\p{Cs}]|(?!\n|\r)\p{Cc}/u);
    expect(page).not.toContain(HOSTILE);
  });
});

/** A call of every cell of the matrix but the last, which is missing, and the first, which failed. */
function callOf(axes: readonly string[], cells: readonly Cell[]): IndexedCall {
  const base = passingResult();
  const matrix = { axes, cells };
  const runs = cells.slice(0, -1).map((cell, at): SummarizedRun => {
    const verdict = at === 0 ? 'fail' : 'pass';
    const result = { ...base, verdict, scenario: { ...base.scenario, cell, matrix } } as const;
    return { result, exitCode: at === 0 ? 1 : 0, report: `${at}/report.html` };
  });
  const scenario = runTitle({ name: base.scenario.name, cell: cells.at(-1)! });
  const lost: NotStarted = { scenario, file: 'a.yaml', why: { kind: 'missing' }, at: base.run.ended };
  return { runs, notStarted: [lost], exitCode: 1 };
}

function rowsOf(call: IndexedCall): string[] {
  const [, table = ''] = /<section class="matrix">([^]*?)<\/section>/.exec(renderIndex(call)) ?? [];
  return table
    .split(/<tr[^>]*>/)
    .map((row) => textOf(row).trim())
    .slice(1);
}

describe('the table of the cells of a matrix', () => {
  it('has a row for each value of the first axis, and a column for each of the second', () => {
    const cells = [
      { profile: 'wpt/3g', ux: 'naive' },
      { profile: 'wpt/3g', ux: 'loading' },
      { profile: 'slow', ux: 'loading' },
    ];
    const call = callOf(['profile', 'ux'], cells);
    const rows = rowsOf(call);
    expect(rows[0]).toMatch(/^profile naive loading/);
    expect(rows[1]).toMatch(/^wpt\/3g fail p95 .* pass p95 /);
    expect(rows[2]).toMatch(/^slow – missing/);
    expect(renderIndex(call)).toContain('href="1/report.html"');
    expect(textOf(renderIndex(call))).toContain('3 runs fail 1 fail 1 pass 1 missing');
  });

  it('is a list where there are not two axes, a cell lacks one, two share a place, or columns are many', () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ a: 1, b: at }));
    for (const [axes, cells] of [
      [['a'], [{ a: 1 }, { a: 2 }]],
      [
        ['a', 'b'],
        [{ a: 1, b: 2 }, { b: 2 }],
      ],
      [
        ['a', 'b'],
        [
          { a: 1, b: 2, c: 3 },
          { a: 1, b: 2, c: 4 },
        ],
      ],
      [['a', 'b'], many],
    ] as const) {
      const rows = rowsOf(callOf(axes, cells));
      expect(rows[0]).toMatch(/Verdict$/);
      expect(rows).toHaveLength(cells.length + 1);
      expect(rows.at(-1)).toMatch(/missing$/);
    }
  });
});
