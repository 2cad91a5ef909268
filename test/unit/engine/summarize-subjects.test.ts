import { describe, expect, it } from 'vitest';
import { summarizeSubjects } from '../../../src/engine/summarize-subjects.ts';
import { EPOCH, measuredRun, observed, sampleAt, samplesIn, stepOf } from '../../helpers/measured-run.ts';
import { SOUND, soundBut } from '../../helpers/planning.ts';

const LOST = { status: 0, ok: false, failure: 'timeout' } as const;

describe('the summary of a step', () => {
  it('has every load and every edge that can be read, in the order of the scenario', () => {
    const run = measuredRun(SOUND);
    const names = summarizeSubjects(run, stepOf(run.plan, 'baseline')).map(
      ({ name, kind }) => `${kind} ${name}`,
    );
    expect(names).toEqual(['load shoppers', 'edge last-mile', 'edge cart-link']);
    const encrypted = measuredRun(
      soundBut(
        [
          '  carts:\n    start: { command: [node, carts.js], env: { PORT: "${port}" } }',
          '  carts: { url: "https://carts.test" }',
        ],
        ['      - success(cart-link) >= 98%\n', ''],
      ),
    );
    const readable = summarizeSubjects(encrypted, stepOf(encrypted.plan, 'baseline'));
    expect(readable.map(({ name }) => name)).toEqual(['shoppers', 'last-mile']);
  });

  it('is of the window, not of the settling', () => {
    const run = measuredRun(SOUND);
    run.collector.samples('shoppers', [
      ...samplesIn(0, 2000, 100, LOST),
      ...samplesIn(2000, 10_000, 100, { latency: 50 }),
    ]);
    expect(summarizeSubjects(run, stepOf(run.plan, 'baseline'))[0]).toEqual({
      name: 'shoppers',
      kind: 'load',
      n: 800,
      ok: 800,
      failed: 0,
      rps: 100,
      success: 1,
      p50: expect.closeTo(50, 0),
      p95: expect.closeTo(50, 0),
      p99: expect.closeTo(50, 0),
      failures: {},
      dropped: 0,
      // Due at 9960 to 9990.
      straddling: 4,
      lagP99: 0,
      histogram: { edges: [expect.closeTo(50, 0)], counts: [800], sum: 40_000, sumOfSquares: 2_000_000 },
    });
  });

  it('has no latency and no success where nothing was sent, rather than a good one', () => {
    const run = measuredRun(SOUND);
    const [load] = summarizeSubjects(run, stepOf(run.plan, 'baseline'));
    expect(load).toMatchObject({ n: 0, rps: 0, success: null, p50: null, p99: null });
    expect(load).not.toHaveProperty('lagP99');
  });

  it('says no percentile that no answer reached, and why requests failed', () => {
    const run = measuredRun(SOUND);
    run.collector.samples('shoppers', [
      ...samplesIn(2000, 8000, 10),
      ...samplesIn(8000, 9000, 10, LOST),
      sampleAt(9000, { status: 503, ok: false, failure: 'status' }),
    ]);
    run.collector.dropped('shoppers', [EPOCH + 3000]);
    const [load] = summarizeSubjects(run, stepOf(run.plan, 'baseline'));
    expect(load).toMatchObject({
      n: 71,
      ok: 60,
      failed: 11,
      p50: expect.closeTo(20, 0),
      p95: null,
      failures: { timeout: 10, 'status 503': 1 },
      dropped: 1,
      rps: 61 / 8,
    });
  });

  it('has the first bytes of the answers on an edge, where there are any', () => {
    const run = measuredRun(SOUND);
    const exchange = {
      service: 'shop',
      at: EPOCH + 3000,
      firstByte: 5,
      latency: 10,
      method: 'GET',
      path: '/',
      status: 200,
    };
    const unanswered = { ...exchange, firstByte: 99, latency: 99, status: 0 };
    run.collector.link(observed('cart-link', { samples: [exchange, unanswered] }));
    const summaries = summarizeSubjects(run, stepOf(run.plan, 'baseline'));
    expect(summaries.find(({ name }) => name === 'cart-link')?.firstByte).toEqual({
      n: 1,
      p50: 5,
      p95: 5,
      p99: 5,
    });
    expect(summaries.find(({ name }) => name === 'shoppers')).not.toHaveProperty('firstByte');
    expect(summaries.find(({ name }) => name === 'last-mile')).not.toHaveProperty('firstByte');
  });

  it('counts what is still open on an edge, which has no lag of its own', () => {
    const run = measuredRun(SOUND);
    run.collector.link(observed('cart-link', { openSince: [EPOCH + 3000] }));
    const edge = summarizeSubjects(run, stepOf(run.plan, 'baseline')).find(
      ({ name }) => name === 'cart-link',
    );
    expect(edge).toMatchObject({ kind: 'edge', n: 1, ok: 0, success: 0, p50: null, straddling: 1 });
    expect(edge).not.toHaveProperty('lagP99');
  });
});
