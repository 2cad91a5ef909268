import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseToJson, type TestSuite } from 'junit2json';
import { parse as parseFile } from 'test-results-parser';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../../src/core/result.gen.ts';
import { renderJunit, type JunitOptions } from '../../../src/report/junit/render.ts';
import type { NotStarted } from '../../../src/report/not-started.ts';
import { RECORDED_RESULTS } from '../../helpers/recorded-results.ts';

/** What a CI shows of a file. */
interface Shown {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** What is red: the case, and what is said of it. */
  readonly red: readonly string[];
}

interface Sample {
  readonly what: string;
  readonly results: readonly RunResult[];
  readonly options?: JunitOptions;
  readonly shown: Shown;
}

const { pass, fail, inconclusive, interrupted } = RECORDED_RESULTS;
const GREEN: Shown = { tests: 19, failures: 0, errors: 0, skipped: 0, red: [] };
const FAILED =
  'p95(shoppers{name=cart}) < 200ms: p95(shoppers{name=cart}) is 242.2ms (95% interval 239.1ms to 248.3ms, n=186), which is not < 200ms';
const OPEN =
  'p95(shoppers{name=cart}) < 241.5ms: p95(shoppers{name=cart}) is 242.2ms (95% interval 240.1ms to 247.3ms, n=186), which leaves open whether it is < 241.5ms';
const INTERRUPTED = 'interrupted by SIGINT';
const LEFT: NotStarted = {
  scenario: 'later',
  file: 'later.yaml',
  why: { kind: 'fail-fast', after: 'slow-carts' },
  at: '2026-11-22T08:25:00.000Z',
};

const SAMPLES: readonly Sample[] = [
  { what: 'a run that passed', results: [pass], shown: GREEN },
  { what: 'a run that failed', results: [fail], shown: { ...GREEN, failures: 1, red: [FAILED] } },
  {
    what: 'an inconclusive run',
    results: [inconclusive],
    shown: { ...GREEN, errors: 1, red: [OPEN] },
  },
  {
    what: 'an interrupted run',
    results: [interrupted],
    shown: { ...GREEN, tests: 9, errors: 1, red: [`the run itself: ${INTERRUPTED}`] },
  },
  {
    what: 'four runs of one scenario',
    results: [pass, fail, inconclusive, interrupted],
    shown: {
      tests: 66,
      failures: 1,
      errors: 2,
      skipped: 0,
      red: [FAILED, OPEN, `the run itself (4): ${INTERRUPTED}`],
    },
  },
  {
    what: 'a run that --fail-on lets through',
    results: [inconclusive],
    options: { failOn: 'fail' },
    shown: { ...GREEN, skipped: 1 },
  },
  {
    what: 'scenarios that --fail-fast left out',
    results: [fail],
    options: { notStarted: [LEFT] },
    shown: { tests: 20, failures: 1, errors: 0, skipped: 1, red: [FAILED] },
  },
];

const folder = mkdtempSync(join(tmpdir(), 'squall-junit-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function shownByJunit2json(xml: string): Promise<Shown> {
  const parsed = await parseToJson(xml);
  const suites: readonly TestSuite[] = (parsed && 'testsuite' in parsed && parsed.testsuite) || [];
  const cases = suites.flatMap(({ testcase = [] }) => testcase);
  const { tests = Number.NaN, failures = Number.NaN, errors = Number.NaN } = parsed ?? {};
  return {
    tests,
    failures,
    errors,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    red: cases.flatMap(({ name, failure = [], error = [] }) =>
      [...failure, ...error].map(({ message }) => `${name}: ${message}`),
    ),
  };
}

async function shownByTestResultsParser(xml: string): Promise<Shown> {
  const file = join(folder, 'junit.xml');
  writeFileSync(file, xml);
  const { total, failed, errors, suites } = parseFile({ type: 'junit', files: [file] });
  const cases = suites.flatMap((suite) => suite.cases);
  return await Promise.resolve({
    tests: total,
    failures: failed,
    errors,
    skipped: suites.reduce((sum, { skipped }) => sum + skipped, 0),
    red: cases.filter(({ status }) => status === 'FAIL').map(({ name, failure }) => `${name}: ${failure}`),
  });
}

describe.each([
  { consumer: 'junit2json', shownBy: shownByJunit2json },
  { consumer: 'test-results-parser', shownBy: shownByTestResultsParser },
])('the JUnit file, read by $consumer', ({ shownBy }) => {
  it.each(SAMPLES)('tells of $what what was meant', async ({ results, options, shown }) => {
    expect(await shownBy(renderJunit(results, options))).toEqual(shown);
  });

  it.each([
    ['a failure of another name', '<failure ', '</failure>', 'flaw'],
    ['a case that is no case', '<testcase ', '</testcase>', 'case'],
  ])('would show %s', async (_what, open, close, name) => {
    const xml = renderJunit([fail]).replaceAll(open, `<${name} `).replaceAll(close, `</${name}>`);
    expect(await shownBy(xml)).not.toEqual({ ...GREEN, failures: 1, red: [FAILED] });
  });

  it('would not read a file that was cut off', async () => {
    const xml = renderJunit([fail]);
    const cut = xml.slice(0, xml.indexOf('<failure'));
    expect(await shownBy(cut).catch(() => 'refused')).toBe('refused');
  });
});
