import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../../src/report/markdown/summary.ts';
import {
  brokenResult,
  expectation,
  failingResult,
  hostileResult,
  inconclusiveResult,
  passingResult,
  step,
} from '../../../helpers/results.ts';

const passing = { result: passingResult(), exitCode: 0, report: undefined } as const;
const failing = { result: failingResult(), exitCode: 1, report: 'runs/x/report.html' } as const;

/** How a line that we write begins. */
const LINE = /^(?:## [✔✖?!] [A-Z]+ |\| |- \*\*[A-Z ]+\*\* | {2}- _|exit code \d|Report: )/u;

describe('renderMarkdown', () => {
  it('says of a run that passed what ran, and each step in a row', () => {
    expect(renderMarkdown([passing])).toBe(
      `## ✔ PASS last-mile

exit code 0 · 3 steps in 64.1s · started 2026-11-21T21:30:00.123Z · file scenarios/last-mile.yaml

| step | network | verdict | passed |
| --- | --- | --- | --- |
| baseline | clear | PASS | 1/1 |
| 3g | last-mile: wpt/3g | PASS | 2/2 |
| recovery | clear | PASS | 1/1 |
`,
    );
  });

  it('says which steps were left out', () => {
    const { result } = passing;
    const part = { ...result, scenario: { ...result.scenario, leftOut: ['elsewhere'] } };
    expect(renderMarkdown([{ ...passing, result: part }])).toContain(
      '\nexit code 0 · 3 steps in 64.1s · left out: elsewhere · started ',
    );
  });

  it('says where the comparison is, and with which run', () => {
    const against = { run: 'monday', started: '2026-11-20T21:30:00Z', sha256: '', folder: '../monday' };
    const result = passingResult({ against });
    expect(renderMarkdown([{ ...passing, result, comparison: 'runs/x/compare.html' }])).toMatch(
      /\n\nComparison with monday: runs\/x\/compare\.html\n$/,
    );
  });

  it('tells each failed expectation in words, with what explains it, and where the report is', () => {
    const culprit = {
      kind: 'named',
      about: 'latency',
      edge: 'last-mile',
      summary: 'last-mile explains 95% of it',
      because: ['it adds 1.9s | to each request'],
      considered: [],
    } as const;
    const base = failingResult();
    const result = {
      ...base,
      steps: base.steps.map((one) => ({
        ...one,
        expectations: one.expectations.map((each) => (each.verdict === 'fail' ? { ...each, culprit } : each)),
      })),
    };
    const text = renderMarkdown([{ ...failing, result }]);
    const failed = base.steps
      .flatMap(({ expectations }) => expectations)
      .find(({ verdict }) => verdict === 'fail');
    expect(text).toContain('## ✖ FAIL last-mile');
    expect(text).toContain(
      `- **FAIL** 3g: p95(shoppers) &lt; 2s: ${failed?.reason}\n  - _last-mile explains`,
    );
    expect(text).toContain('  - _it adds 1.9s &#124; to each request_\n');
    expect(text).toContain('\nReport: runs/x/report.html\n');
  });

  it('begins with all scenarios where there are several', () => {
    const text = renderMarkdown([
      passing,
      failing,
      { result: inconclusiveResult(), exitCode: 6, report: undefined },
    ]);
    expect(text.split('\n').slice(0, 5)).toEqual([
      '| scenario | verdict | exit code | took |',
      '| --- | --- | --- | --- |',
      '| last-mile | ✔ PASS | 0 | 64.1s |',
      expect.stringContaining('| last-mile | ✖ FAIL | 1 |'),
      expect.stringContaining('| last-mile | ? INCONCLUSIVE | 6 |'),
    ]);
    expect(text.match(/^## /gm)).toHaveLength(3);
  });

  it('says which exit code was let through', () => {
    const text = renderMarkdown([{ result: inconclusiveResult(), exitCode: 0, report: undefined }]);
    expect(text).toContain('\n\nexit code 0 (6, let through by --fail-on) · ');
  });

  it('names the scenarios that were not started', () => {
    const left = { scenario: 'a|b', file: 'b.yaml', at: '2026-11-21T21:31:04.223Z' };
    const after = { ...left, why: { kind: 'fail-fast', after: 'last-mile' } } as const;
    const text = renderMarkdown([failing], [after, { ...left, why: { kind: 'interrupted' } }]);
    expect(text).toContain(`
## Not started

- a&#124;b: last-mile did not pass, and --fail-fast was given
- a&#124;b: the call was interrupted
`);
  });

  it('says first what could not be put back', () => {
    const text = renderMarkdown([{ result: brokenResult(), exitCode: 5, report: undefined }]);
    expect(text).toMatch(/^## ! ERROR .*\n\nexit code 5 .*\n\n- \*\*UNDO FAILED\*\*/);
  });

  it('holds its form against hostile names: the same lines, nothing that runs', () => {
    const hostile = renderMarkdown([{ ...failing, result: hostileResult(), report: '<img src=x>|`.html' }]);
    const lines = hostile.split('\n').filter((line) => line !== '');
    const odd = lines.filter((line) => !LINE.test(line));
    expect(odd).toEqual([]);
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(5);
    expect(new Set(rows.map((row) => row.split('|').length))).toEqual(new Set([6]));
    expect(hostile).not.toMatch(/[<>]|\p{Bidi_Control}/u);
    expect(hostile.length).toBeLessThan(20_000);
  });

  it('stays below what GitHub takes, however many steps and failures there are', () => {
    const failed = expectation({ verdict: 'fail', reason: '|'.repeat(5_000) });
    const steps = Array.from({ length: 2_000 }, (_, index) =>
      step({
        name: `${index}${'|'.repeat(1_000)}`,
        start: index,
        end: index + 1,
        verdict: 'fail',
        expectations: [failed],
      }),
    );
    const text = renderMarkdown([{ ...failing, result: { ...failingResult(), steps } }]);
    expect(Buffer.byteLength(text)).toBeLessThan(1 << 18);
    expect(text).toMatch(/\n- and [\d,]+ more\n/);
    expect(text).toContain('| and 1900 more |');
  });
});
