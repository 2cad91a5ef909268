import { describe, expect, it } from 'vitest';

import { explainEarlyEnd, explainExit } from '../../../../src/load/k6/explain-exit.ts';
import { lastWords } from '../../../../src/load/k6/last-words.ts';
import { parseSummary, unjudgedOf } from '../../../../src/load/k6/summary.ts';
import { parseVersion } from '../../../../src/load/k6/version.ts';

const LOG = `{"level":"info","msg":"hello","source":"console","time":"2026-11-22T01:38:02Z"}
{"level":"error","msg":"console.error of the script","source":"console"}
{"level":"error","msg":"Error: no users\\n","source":"stacktrace"}
goroutine 1 [running]:
`;

function explain(code: number | null, stopped = false): unknown {
  const exit = { code, signal: code === null ? ('SIGKILL' as const) : null };
  return explainExit({ load: 'checkout', exit, stopped, log: 'checkout.log', words: lastWords(LOG) });
}

describe('the end of k6', () => {
  it.each([0, 99])('with exit code %i is no failure', (code) => {
    expect(explain(code)).toBeUndefined();
  });

  it.each([
    [104, 'k6-config', 2],
    [107, 'k6-exception', 2],
    [108, 'k6-aborted', 4],
    [100, 'k6-timeout', 4],
    [110, 'k6-marked-failed', 4],
    [105, 'k6-crashed', 4],
    [255, 'k6-crashed', 4],
    [null, 'k6-crashed', 4],
  ])('with exit code %s is %s, exit code %i', (exit, code, exitCode) => {
    expect(explain(exit)).toMatchObject({ code, exitCode });
  });

  it('that we have asked for is no failure', () => {
    expect(explain(105, true)).toBeUndefined();
  });

  it('is k6-timeout when it had to be killed, for what it would have said of its run is lost', () => {
    expect(explain(null, true)).toMatchObject({ code: 'k6-timeout', exitCode: 4 });
  });

  it('says why in the words of k6, not in those of the script', () => {
    expect(explain(107)).toMatchObject({ message: 'the script of load `checkout` threw: Error: no users' });
    expect(explain(255)).toMatchObject({ hint: expect.stringContaining('\n  goroutine 1 [running]:') });
  });
});

describe('a k6 that ends early', () => {
  it('names the thresholds that were crossed, and what to do about them', () => {
    const outcomes = [
      { metric: 'checks', text: 'rate>0.5', ok: true },
      { metric: 'spent', text: 'p(95)<5', ok: false },
    ];
    const early = { load: 'checkout', missing: 5000, outcomes };
    const aborted = explainEarlyEnd({ ...early, exit: { code: 99, signal: null } });
    expect(aborted).toMatchObject({ code: 'load-ended-early', exitCode: 4 });
    expect(aborted.message).toBe(
      'the script of load `checkout` was through 5s before the last step ended, with crossed thresholds: `spent p(95)<5`',
    );
    expect(aborted.hint).toContain('abortOnFail');
    expect(explainEarlyEnd({ ...early, exit: { code: 0, signal: null } }).hint).not.toContain('abortOnFail');
  });
});

describe('the summary of k6', () => {
  it('holds thresholds, where true means crossed, checks by group, and figures', () => {
    const text = JSON.stringify({
      root_group: {
        checks: { top: { name: 'top', passes: 1, fails: 0 } },
        groups: {
          cart: { checks: {}, groups: { pay: { checks: { paid: { passes: 2, fails: 3 } }, groups: {} } } },
        },
      },
      metrics: {
        http_reqs: { count: 5, rate: 1.5 },
        'spent{name:cart}': { 'p(95)': 12, thresholds: { 'p(95)<5': true, 'max<100': false } },
      },
    });
    expect(parseSummary(text)).toEqual({
      thresholds: [
        { metric: 'spent{name:cart}', text: 'p(95)<5', ok: false },
        { metric: 'spent{name:cart}', text: 'max<100', ok: true },
      ],
      checks: [
        { groups: [], name: 'top', passes: 1, fails: 0 },
        { groups: ['cart', 'pay'], name: 'paid', passes: 2, fails: 3 },
      ],
      summary: { http_reqs: { count: 5, rate: 1.5 }, 'spent{name:cart}': { 'p(95)': 12 } },
    });
  });

  it('is empty where there is none', () => {
    expect(parseSummary('{"metrics')).toEqual({ thresholds: [], checks: [], summary: {} });
  });
});

describe('the thresholds that a script declares', () => {
  it('are judged where the summary has them, whatever the spaces in their tags', () => {
    const declared = [
      { metric: 'http_req_duration{ name:cart }', text: 'p(95)<5' },
      { metric: 'checks', text: 'rate>0.5' },
    ];
    const outcomes = [{ metric: 'http_req_duration{name:cart}', text: 'p(95)<5' }];
    expect(unjudgedOf(declared, outcomes)).toEqual([{ metric: 'checks', text: 'rate>0.5' }]);
  });
});

describe('the version of k6', () => {
  it.each([
    'k6 v2.2.0 (commit/devel, go1.26.8, linux/amd64)',
    'k6 v2.2.0 (go1.26.8, linux/amd64)\nExtensions:\n  github.com/grafana/xk6-sql v1.0.0, k6/x/sql [js]',
    'k6.exe v2.2.0 (go1.26.8, windows/amd64)',
    'k6 v2.2.0-rc1 (go1.26.8, linux/amd64)',
  ])('is read from %s', (text) => {
    expect(parseVersion(text)).toEqual({ major: 2, minor: 2, patch: 0 });
  });

  it('is none in the words of another program', () => {
    expect(parseVersion('v2.2.0')).toBeUndefined();
  });
});
