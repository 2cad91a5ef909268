import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../../src/core/result.gen.ts';
import { renderJunit } from '../../../../src/report/junit/render.ts';
import type { NotStarted } from '../../../../src/report/not-started.ts';
import {
  brokenResult,
  expectation,
  failingResult,
  impairedEdge,
  inconclusiveResult,
  passingResult,
  restartEvent,
  step,
} from '../../../helpers/results.ts';

interface Case {
  readonly id: string;
  readonly outcome: string;
}

/** Enough of a reader for files whose form the integration test has checked. */
function casesOf(xml: string): readonly Case[] {
  return [
    ...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)" time="[\d.]+"(?:\/>|>\s*<(\S+?)[ >])/g),
  ].map(([, name, classname, outcome = 'system-out']) => ({ id: `${classname}: ${name}`, outcome }));
}

function redCases(results: readonly RunResult[]): Readonly<Record<string, string>> {
  const red = casesOf(renderJunit(results)).filter(({ outcome }) => outcome !== 'system-out');
  return Object.fromEntries(red.map(({ id, outcome }) => [id, outcome]));
}

function names(result: RunResult): readonly string[] {
  return casesOf(renderJunit([result])).map(({ id }) => id);
}

describe('renderJunit', () => {
  it('has a case for each event in its step, which is an error where it failed', () => {
    const failed = restartEvent({ name: 'flush', outcome: 'failed', detail: 'exited with code 3' });
    const result = passingResult({ events: [restartEvent(), failed] });
    expect(names(result).filter((id) => id.includes('event'))).toEqual([
      'last-mile.3g: event: restart shop',
      'last-mile.3g: event: flush',
    ]);
    expect(redCases([result])).toEqual({ 'last-mile.3g: event: flush': 'error' });
    expect(renderJunit([result])).toContain('exited with code 3');
  });

  it('lists every proof, every expectation, every step and the run', () => {
    expect(names(passingResult())).toEqual([
      'last-mile.baseline: success(shoppers) &gt;= 99%',
      'last-mile.baseline: the step itself',
      'last-mile.3g: the impairment took effect on last-mile',
      'last-mile.3g: success(shoppers) &gt;= 99%',
      'last-mile.3g: p95(shoppers) &lt; 2s',
      'last-mile.3g: the step itself',
      'last-mile.recovery: recovery(shoppers) &lt;= 5s',
      'last-mile.recovery: the step itself',
      'last-mile: shop stayed alive',
      'last-mile: everything was put back',
      'last-mile: the run itself',
    ]);
  });

  it('shows steps that were left out as skipped, whatever --fail-on lets through', () => {
    const whole = inconclusiveResult();
    const result = { ...whole, scenario: { ...whole.scenario, leftOut: ['elsewhere'] } };
    for (const failOn of ['inconclusive', 'fail'] as const) {
      const xml = renderJunit([result], { failOn });
      expect(xml).toMatch(
        /name="step elsewhere"[^>]*>\s*<skipped message="left out by --only or --from-step" type="left-out"/,
      );
      expect(xml).toContain('<property name="leftOut" value="elsewhere"');
    }
  });

  it('names the run that this one was compared with', () => {
    const against = { run: 'monday', started: '2026-11-20T21:30:00Z', sha256: '', folder: '../monday' };
    expect(renderJunit([passingResult({ against })])).toContain('<property name="against" value="monday"/>');
    expect(renderJunit([passingResult()])).not.toContain('name="against"');
  });

  it('names the cell of a matrix in each suite, and what is missing of one in red', () => {
    const whole = passingResult();
    const cell = { profile: 'wpt/3g', ux: 'naive' };
    const result = { ...whole, scenario: { ...whole.scenario, cell } };
    const lost: NotStarted = {
      scenario: 'last-mile (b)',
      file: '',
      why: { kind: 'missing' },
      at: whole.run.ended,
    };
    const xml = renderJunit([result], { notStarted: [lost] });
    expect(xml).toContain('<testsuite name="last-mile (wpt/3g, naive) / 3g"');
    expect(xml).toContain('<property name="matrix.ux" value="naive"/>');
    expect(xml).toMatch(/name="last-mile \(b\)" tests="1" failures="0" errors="1"/);
    expect(xml).toContain(
      '<error message="missing: its result is not among those that were merged" type="missing"',
    );
  });

  it('has nothing red for a run that passed', () => {
    expect(redCases([passingResult()])).toEqual({});
  });

  it('makes a failed expectation a failure and an inconclusive one an error, and lets a warning pass', () => {
    expect(redCases([failingResult()])).toEqual({
      'last-mile.3g: success(shoppers) &gt;= 99%': 'error',
      'last-mile.3g: p95(shoppers) &lt; 2s': 'failure',
    });
    expect(renderJunit([failingResult()])).toContain('<system-out>warning, does not gate: fail\n');
  });

  it('gives a failure the evidence that a reader needs', () => {
    expect(renderJunit([failingResult()])).toContain(
      [
        '<failure message="3.84s is not less than 2s, nor is any of its interval" type="fail">that: p95(shoppers) &lt; 2s',
        'expected: less than 2s',
        'observed: 3.84s',
        'interval: 3.61s to 4.02s',
        'n: 650',
        'window: 17s to 45s',
        'because: a shopper gives up after two seconds</failure>',
      ].join('\n'),
    );
  });

  it('makes a proof that failed an error, and not twice', () => {
    expect(redCases([inconclusiveResult()])).toEqual({
      'last-mile.3g: the impairment took effect on last-mile': 'error',
    });
  });

  it('makes a dead service, a failed undo, a broken run and an interrupted step red', () => {
    expect(redCases([brokenResult()])).toEqual({
      'last-mile.baseline: the step itself': 'error',
      'last-mile: shop stayed alive': 'failure',
      'last-mile: everything was put back': 'error',
      'last-mile: the run itself': 'error',
    });
  });

  it('says once that a signal ended the run', () => {
    const errors = [{ code: 'interrupted', message: 'interrupted by SIGINT' }];
    const reasons = ['interrupted by SIGINT'];
    const xml = renderJunit([{ ...brokenResult(), errors, reasons }]);
    expect(xml).toContain('type="interrupted">interrupted by SIGINT</error>');
  });

  it('is red where only the step knows that it is inconclusive', () => {
    const unused = step({
      name: 'unused',
      start: 0,
      end: 9000,
      verdict: 'inconclusive',
      reasons: ['nothing used it'],
    });
    const result = passingResult({ verdict: 'inconclusive', exitCode: 6, steps: [unused] });
    expect(redCases([result])).toEqual({ 'last-mile.unused: the step itself': 'error' });
  });

  it('is red where only the run knows that it failed', () => {
    expect(redCases([passingResult({ verdict: 'fail', exitCode: 1 })])).toEqual({
      'last-mile: the run itself': 'failure',
    });
  });

  it('is red for an exit code that nothing else accounts for', () => {
    expect(redCases([passingResult({ exitCode: 70 })])).toEqual({ 'last-mile: the run itself': 'error' });
  });

  it('keeps names the same when only measured values change', () => {
    const values = { observed: '7.77s', value: 7770, n: 12, reason: '7.77s', intervalText: '7s to 8s' };
    const changed = failingResult();
    const steps = changed.steps.map((one) => ({
      ...one,
      expectations: one.expectations.map((old) => ({ ...old, ...values })),
    }));
    expect(names({ ...changed, steps })).toEqual(names(failingResult()));
  });

  it('counts cases in the file as the sums of its suites', () => {
    const xml = renderJunit([failingResult(), brokenResult()]);
    const tags = [...xml.matchAll(/<testsuites? .*?tests="(\d+)" failures="(\d+)" errors="(\d+)"/g)];
    const [all, ...suites] = tags.map((tag) => tag.slice(1, 4).map(Number));
    const sum = (index: number): number => suites.reduce((total, counts) => total + counts[index]!, 0);
    expect(all).toEqual([0, 1, 2].map(sum));
    expect(all).toEqual([casesOf(xml).length, 2, 4]);
  });

  it('adds up to the time that the runs took', () => {
    const xml = renderJunit([passingResult(), passingResult()]);
    const total = [...xml.matchAll(/<testcase [^>]*time="([\d.]+)"/g)].reduce(
      (sum, [, time]) => sum + Number(time),
      0,
    );
    expect(total).toBeCloseTo(128.2, 6);
    expect(xml).toMatch(/<testsuites [^>]*time="128\.200"/);
  });

  it('counts the time of a command once', () => {
    const command = expectation({ name: 'npm test', that: 'npm test', kind: 'command', seconds: 4 });
    const xml = renderJunit([
      passingResult({ steps: [step({ name: 'a', start: 0, end: 9000, expectations: [command] })] }),
    ]);
    expect(xml).toMatch(/name="npm test" classname="last-mile\.a" time="4\.000"/);
    expect(xml).toMatch(/name="the step itself" classname="last-mile\.a" time="5\.000"/);
  });

  it('keeps dots of names out of the class name, and tells twins apart', () => {
    const twins = [expectation(), expectation()];
    const dotted = step({ name: 'v1.2', start: 0, end: 9000, expectations: twins, edges: [impairedEdge()] });
    expect(names(passingResult({ steps: [dotted], services: [] }))).toEqual([
      'last-mile.v1_2: the impairment took effect on last-mile',
      'last-mile.v1_2: success(shoppers) &gt;= 99%',
      'last-mile.v1_2: success(shoppers) &gt;= 99% (2)',
      'last-mile.v1_2: the step itself',
      'last-mile: everything was put back',
      'last-mile: the run itself',
    ]);
  });

  it('names the machine when told', () => {
    expect(renderJunit([passingResult()], { hostname: 'ci-7' })).toContain(' hostname="ci-7"');
    expect(renderJunit([passingResult()])).not.toContain('hostname');
  });
});
