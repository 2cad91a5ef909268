import { describe, expect, it } from 'vitest';
import type { CulpritResult } from '../../../src/core/result.gen.ts';
import type { EdgeSample } from '../../../src/drivers/driver.ts';
import { judgeCheck } from '../../../src/engine/judge-check.ts';
import { withCulprit } from '../../../src/engine/name-culprit.ts';
import { EPOCH, measuredRun, observed, samplesIn, stepOf } from '../../helpers/measured-run.ts';

const VOTES = (expectation: string): string => `
version: 1
name: votes
services:
  voting: { start: { command: [node, voting.js], env: { PORT: "\${port}" } } }
  web: { start: { command: [node, web.js], env: { PORT: "\${port}", VOTING: "\${edges.ballot.url}" } } }
edges:
  front: { from: bot, to: web }
  ballot: { from: web, to: voting }
load:
  bot: { through: front, rate: 50/s, requests: [{ get: / }] }
steps:
  - { name: quiet, for: 10s, settle: 2s, expect: [success(bot) >= 90%] }
  - { name: votes, for: 10s, settle: 2s, impair: { ballot: { rtt: 300ms } }, expect: ['${expectation}'] }
`;

type Exchange = Pick<EdgeSample, 'latency' | 'status'>;

/** 50 exchanges a second on an edge in a step. */
function exchanges(service: string, from: number, each: (index: number) => Exchange): EdgeSample[] {
  return Array.from({ length: 500 }, (_, index) => {
    const { latency, status } = each(index);
    return {
      service,
      at: EPOCH + from + index * 20,
      firstByte: latency,
      latency,
      method: 'GET',
      path: '/',
      status,
    };
  });
}

const gaveUp = (): Exchange => ({ latency: 50, status: 504 });
const usual = (): Exchange => ({ latency: 5, status: 200 });

/** What is found in the step `votes`, where `now` differs from the step before. */
function culpritOf(
  expectation: string,
  now: (index: number) => Exchange,
  { quietVerdict = 'pass', hangs = false } = {},
): CulpritResult | undefined {
  const run = measuredRun(VOTES(expectation));
  const { collector, plan } = run;
  for (const [edge, service] of [
    ['front', 'web'],
    ['ballot', 'voting'],
  ] as const) {
    const later = exchanges(service, 10_000, now);
    const quiet = exchanges(service, 0, usual);
    const seen =
      hangs && edge === 'ballot'
        ? { samples: quiet, openSince: later.map(({ at }) => at) }
        : { samples: [...quiet, ...later] };
    collector.link(observed(edge, seen));
  }
  collector.samples('bot', samplesIn(0, 10_000, 50, { latency: 6 }));
  for (let index = 0; index < 500; index += 1) {
    const { latency, status } = now(index);
    const failed = status >= 500 ? ({ ok: false, failure: 'status', status } as const) : {};
    collector.samples(
      'bot',
      samplesIn(10_000 + index * 20, 10_020 + index * 20, 50, { latency: latency + 1, ...failed }),
    );
  }
  const step = stepOf(plan, 'votes');
  const [check] = step.expectations.flatMap((item) => (item.kind === 'check' ? [item] : []));
  const sources = {
    ...run,
    verdicts: new Map([['quiet', quietVerdict === 'pass' ? ('pass' as const) : ('fail' as const)]]),
  };
  return withCulprit(sources, step, check!, judgeCheck(sources, step, check!)).culprit;
}

describe('the culprit of a check', () => {
  it('is looked for among the edges, against the last step that was clear and passed', () => {
    expect(culpritOf('p95(bot) < 100ms', () => ({ latency: 305, status: 200 }))).toMatchObject({
      kind: 'named',
      about: 'latency',
      edge: 'ballot',
      fault: 'link',
      impaired: true,
      path: ['front', 'ballot'],
      summary: expect.stringContaining('which the scenario impaired') as unknown,
    });
  });

  it('is looked for by failures where those are complained of', () => {
    const culprit = culpritOf('success(bot) >= 99%', (index) => ({
      latency: 5,
      status: index % 5 === 0 ? 500 : 200,
    }));
    expect(culprit).toMatchObject({ kind: 'named', about: 'failures', edge: 'ballot', fault: 'service' });
    expect(culprit?.considered.map(({ edge, failed }) => [edge, failed])).toEqual([
      ['front', 80],
      ['ballot', 80],
    ]);
  });

  it('counts what a dependency has not answered yet, whose asker waits no longer', () => {
    const culprit = culpritOf('success(bot) >= 99%', gaveUp, { hangs: true });
    expect(culprit).toMatchObject({ kind: 'named', edge: 'ballot', impaired: true });
    expect(culprit?.considered).toContainEqual(expect.objectContaining({ edge: 'ballot', failed: 400 }));
  });

  it('has nothing to compare time with where the step before did not pass', () => {
    expect(
      culpritOf('p95(front) < 100ms', () => ({ latency: 305, status: 200 }), { quietVerdict: 'fail' }),
    ).toMatchObject({
      kind: 'none',
    });
  });

  it('is not looked for where the check passes, or is about a rate', () => {
    expect(culpritOf('p95(bot) < 1s', () => ({ latency: 305, status: 200 }))).toBeUndefined();
    expect(culpritOf('rps(bot) >= 500/s', () => ({ latency: 305, status: 200 }))).toBeUndefined();
  });
});
