import { describe, expect, it } from 'vitest';
import { gatherEvidence, windowOf } from '../../../src/engine/gather-evidence.ts';
import { everySample } from '../../../src/metrics/window-data.ts';
import type { Metric } from '../../../src/slo/grammar.ts';
import { EPOCH, measuredRun, observed, samplesIn, stepOf } from '../../helpers/measured-run.ts';
import { SOUND, soundBut } from '../../helpers/planning.ts';
import { expectationOf } from '../../helpers/slo-evidence.ts';

const SUCCESS: Metric = expectationOf('success(shoppers) >= 99%').left;
const ON_EDGE: Metric = expectationOf('success(cart-link) >= 99%').left;

describe('the evidence of an expectation', () => {
  const run = measuredRun(SOUND);
  run.collector.samples('shoppers', [
    ...samplesIn(0, 10_000, 10, { latency: 20 }),
    ...samplesIn(10_000, 20_000, 10, { latency: 400 }),
  ]);
  const slow = stepOf(run.plan, 'slow');
  const evidence = gatherEvidence(run, slow, { from: slow.windowStart, to: slow.end });

  it('is the judged window where no step is named, and else the window of that step', () => {
    expect(evidence.window(SUCCESS)?.inside.answered.max).toBe(400);
    expect(evidence.window(SUCCESS)?.seconds).toBe(8);
    expect(evidence.window(SUCCESS, 'baseline')?.inside.answered.max).toBe(20);
    expect(evidence.window(SUCCESS, 'baseline')?.seconds).toBe(8);
  });

  it('is known second by second, unless the link was to vary in the step', () => {
    expect(evidence.window(SUCCESS)?.blocks).toHaveLength(8);
    const varying = measuredRun(
      soundBut([
        'impair: { last-mile: wpt/3g }',
        'impair: { last-mile: { rtt: { ramp: { from: 40ms, to: 400ms } } } }',
      ]),
    );
    varying.collector.samples('shoppers', samplesIn(0, 20_000, 10, { latency: 20 }));
    const slower = stepOf(varying.plan, 'slow');
    const other = gatherEvidence(varying, slower, { from: slower.windowStart, to: slower.end });
    expect(other.window(SUCCESS)?.inside.n).toBeGreaterThan(0);
    expect(other.window(SUCCESS)?.blocks).toEqual([]);
    expect(other.window(SUCCESS, 'baseline')?.blocks).not.toEqual([]);
  });

  it('is nothing for a step that there is not', () => {
    expect(evidence.window(SUCCESS, 'later')).toBeUndefined();
  });

  it('knows the round trip that the step asks of a load by its edge, and of an edge itself', () => {
    expect(evidence.requestedRtt('shoppers')).toBe(300);
    expect(evidence.requestedRtt('last-mile')).toBe(300);
    expect(evidence.requestedRtt('cart-link')).toBe(0);
    expect(evidence.requestedRtt('strangers')).toBeUndefined();
    const baseline = stepOf(run.plan, 'baseline');
    expect(gatherEvidence(run, baseline, { from: 2000, to: 10_000 }).requestedRtt('shoppers')).toBe(0);
  });

  it('knows the verdicts of the steps that were judged', () => {
    const judged = gatherEvidence({ ...run, verdicts: new Map([['baseline', 'fail']]) }, slow, {
      from: slow.windowStart,
      to: slow.end,
    });
    expect([judged.stepVerdict('baseline'), judged.stepVerdict('slow')]).toEqual(['fail', undefined]);
  });
});

describe('what is still open', () => {
  const range = { from: 2000, to: 10_000 };

  it('has outlasted its step: in the population, without an answer, and waiting until the end of the step', () => {
    const run = measuredRun(SOUND);
    run.collector.link(
      observed('cart-link', { openSince: [1999, 2000, 9990, 10_000].map((t) => EPOCH + t) }),
    );
    const window = windowOf(run, ON_EDGE, range);
    expect(window.inside.n).toBe(0);
    expect(window.straddling.n).toBe(2);
    expect(everySample(window).valueAtRank(1)).toBe(Infinity);
    expect([window.waited.min, window.waited.max]).toEqual([10, 8000]);
  });

  it('waits until the end of its step also where only a part of that is looked at', () => {
    const run = measuredRun(SOUND);
    run.collector.link(observed('cart-link', { openSince: [EPOCH + 3000] }));
    expect(windowOf(run, ON_EDGE, { from: 2000, to: 5000 }).waited.max).toBe(7000);
    expect(windowOf(run, ON_EDGE, { from: 5000, to: 8000 }).straddling.n).toBe(0);
  });

  it('is not counted among the exchanges of one name, because nobody knows what it will be', () => {
    const tagged = soundBut(['success(cart-link) >= 98%', 'success(cart-link{name="GET /cart"}) >= 98%']);
    const run = measuredRun(tagged);
    run.collector.link(observed('cart-link', { openSince: [EPOCH + 3000] }));
    const { left } = expectationOf('success(cart-link{name="GET /cart"}) >= 98%');
    expect(everySample(windowOf(run, left, range)).n).toBe(0);
  });

  it('counts once, however often it is asked for', () => {
    const run = measuredRun(SOUND);
    run.collector.link(observed('cart-link', { openSince: [EPOCH + 3000] }));
    windowOf(run, ON_EDGE, range);
    expect(windowOf(run, ON_EDGE, range).straddling.n).toBe(1);
  });
});
