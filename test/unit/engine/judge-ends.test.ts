import { describe, expect, it } from 'vitest';
import { judgeEnds } from '../../../src/engine/judge-ends.ts';
import type { ExpectationResult } from '../../../src/core/result.gen.ts';
import type { LoadEnd } from '../../../src/load/load.ts';
import { EPOCH, measuredRun } from '../../helpers/measured-run.ts';
import { soundBut } from '../../helpers/planning.ts';

const REQUESTS =
  '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n';

function judged(load: string, changes: Partial<LoadEnd>): readonly ExpectationResult[] {
  const { plan, collector } = measuredRun(soundBut([REQUESTS, `    ${load}\n`]));
  collector.ended('shoppers', {
    at: EPOCH + 20_000,
    exit: { code: 0, signal: null },
    stopped: false,
    lastLine: 'too slow',
    thresholds: [
      { metric: 'checks', text: 'rate>0.9', ok: true },
      { metric: 'http_req_duration{name:cart}', text: 'p(95)<500', ok: false },
    ],
    checks: [],
    summary: {},
    ...changes,
  });
  return judgeEnds(plan, collector);
}

describe('a threshold of a script', () => {
  it('is an expectation where it is to be judged, over the whole run', () => {
    expect(judged('k6: { script: a.js, thresholds: judge }', {})).toMatchObject([
      { name: 'shoppers: checks rate>0.9', kind: 'threshold', gate: 'expect', verdict: 'pass' },
      {
        name: 'shoppers: http_req_duration{name:cart} p(95)<500',
        verdict: 'fail',
        expected: 'p(95)<500',
        window: { start: 0, end: 20_000 },
      },
    ]);
  });

  it('is an error where the script declares it and k6 has not judged it', () => {
    const unjudged = [{ metric: 'checks', text: 'rate>0.9' }];
    expect(judged('k6: { script: a.js, thresholds: judge }', { thresholds: [], unjudged })).toMatchObject([
      { name: 'shoppers: checks rate>0.9', kind: 'threshold', gate: 'expect', verdict: 'error' },
    ]);
  });

  it('is only shown unless it is', () => {
    const unjudged = [{ metric: 'checks', text: 'rate>0.9' }];
    expect(judged('k6: { script: a.js }', { unjudged })).toEqual([]);
  });
});

describe('a command', () => {
  it.each([
    ['pass', 'with exit code 0', 'command: [wrk]', {}],
    [
      'pass',
      'when it is stopped at the end',
      'command: [wrk]',
      { stopped: true, exit: { code: null, signal: 'SIGTERM' } },
    ],
    ['fail', 'with another exit code', 'command: [wrk]', { exit: { code: 3, signal: null } }],
    ['pass', 'in time', 'command: [wrk]\n    within: 20s', {}],
    ['fail', 'when it takes too long', 'command: [wrk]\n    within: 19s', {}],
  ] as const)('has the verdict %s %s', (verdict, _when, load, changes) => {
    expect(judged(load, changes)).toMatchObject([
      { name: 'load shoppers', kind: 'program', verdict, seconds: 20 },
    ]);
  });

  it('is told by its last line where it fails', () => {
    const [failed] = judged('command: [wrk]', { exit: { code: 3, signal: null } });
    expect(failed?.reason).toBe('exited with code 3 after 20s: too slow');
  });
});
