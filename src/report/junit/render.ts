import type { FailOn } from '../../core/fail-on.ts';
import type { RunResult } from '../../core/result.gen.ts';
import type { NotStarted } from '../not-started.ts';
import { lettingThrough } from './let-through.ts';
import { notStartedSuite } from './not-started.ts';
import { runSuite } from './run-suite.ts';
import { stepSuite } from './step-suite.ts';
import type { TestCase, TestSuite } from './test-case.ts';
import { legalXml, serializeXml, type XmlElement } from './xml.ts';

export interface JunitOptions {
  /** The machine's name, for CIs that show where a suite ran. */
  readonly hostname?: string;
  /** What the exit code was computed with; decides what is red. */
  readonly failOn?: FailOn;
  /** What comes after the results. */
  readonly notStarted?: readonly NotStarted[];
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

/**
 * The results as one JUnit file: a suite for each step and one for each run. The file is red exactly when the
 * exit code is not 0. It stays within the schema of Jenkins's xUnit plugin (junit-10.xsd), the strictest in use.
 */
export function renderJunit(results: readonly RunResult[], options: JunitOptions = {}): string {
  const suites = withUniqueNames([
    ...results.flatMap((result) => lettingThrough(suitesOf(result), result, options.failOn)),
    ...(options.notStarted ?? []).map(notStartedSuite),
  ]);
  const seconds = suites.reduce((sum, suite) => sum + suite.seconds, 0);
  return serializeXml({
    name: 'testsuites',
    attributes: {
      name: 'squall',
      ...count(suites.flatMap(({ cases }) => cases)),
      time: formatSeconds(seconds),
    },
    content: suites.map((suite) => suiteElement(suite, options.hostname)),
  });
}

function suitesOf(result: RunResult): readonly TestSuite[] {
  const steps = result.steps.map((step) => stepSuite(result, step));
  return [...steps, runSuite(result, steps)];
}

/** CIs key on class and name, and silently merge two cases that share both: the second becomes `... (2)`. */
function withUniqueNames(suites: readonly TestSuite[]): readonly TestSuite[] {
  const taken = new Set<string>();
  const unique = (classname: string, name: string): string => {
    let candidate = name;
    for (let copy = 2; taken.has(`${classname}\n${candidate}`); copy += 1) candidate = `${name} (${copy})`;
    taken.add(`${classname}\n${candidate}`);
    return candidate;
  };
  return suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((one) => ({
      ...one,
      name: unique(legalXml(suite.classname), legalXml(one.name)),
    })),
  }));
}

function count(cases: readonly TestCase[]): Counts {
  return {
    tests: cases.length,
    failures: countOf(cases, 'fail'),
    errors: countOf(cases, 'inconclusive') + countOf(cases, 'error'),
  };
}

function countOf(cases: readonly TestCase[], verdict: TestCase['verdict']): number {
  return cases.filter((one) => one.verdict === verdict).length;
}

function suiteElement(suite: TestSuite, hostname: string | undefined): XmlElement {
  const { name, classname, timestamp, seconds, cases } = suite;
  const properties = Object.entries(suite.properties).map(([key, value]) => ({
    name: 'property',
    attributes: { name: key, value },
    content: '',
  }));
  return {
    name: 'testsuite',
    attributes: {
      name,
      ...count(cases),
      skipped: countOf(cases, 'skipped'),
      time: formatSeconds(seconds),
      timestamp,
      hostname,
    },
    content: [
      { name: 'properties', attributes: {}, content: properties },
      ...cases.map((one) => caseElement(one, classname)),
    ],
  };
}

function caseElement(one: TestCase, classname: string): XmlElement {
  return {
    name: 'testcase',
    attributes: { name: one.name, classname, time: formatSeconds(one.seconds) },
    content: outcomeElements(one),
  };
}

const ELEMENTS = {
  fail: 'failure',
  inconclusive: 'error',
  error: 'error',
  skipped: 'skipped',
} as const satisfies Readonly<Record<Exclude<TestCase['verdict'], 'pass'>, string>>;

function outcomeElements({ verdict, type, message, details }: TestCase): readonly XmlElement[] {
  const text = details.join('\n');
  if (verdict === 'pass') return text === '' ? [] : [{ name: 'system-out', attributes: {}, content: text }];
  return [{ name: ELEMENTS[verdict], attributes: { message, type }, content: text }];
}

function formatSeconds(seconds: number): string {
  return seconds.toFixed(3);
}
