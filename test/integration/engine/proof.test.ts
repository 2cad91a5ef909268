import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import type { Driver } from '../../../src/drivers/driver.ts';
import { CLEAR } from '../../../src/impairment/model.ts';
import { createFakeDriver, idleLink, reportOf, type FakeDriverOptions } from '../../helpers/fake-driver.ts';
import {
  quickScenario,
  quickStep,
  runText,
  startShop,
  stepOf,
  type FinishedRun,
} from '../../helpers/runs.ts';

type Lies = NonNullable<FakeDriverOptions['lies']>;

const SLOW = quickStep('slow', 'impair: { last-mile: { rtt: 20ms } }');

async function runWith(lies: Lies, steps = SLOW): Promise<FinishedRun> {
  const shop = await startShop();
  return await runText(quickScenario({ shop, steps }), { driver: createFakeDriver({ address: shop, lies }) });
}

interface Lie {
  readonly what: string;
  readonly lies: Lies;
  readonly reason: RegExp;
}

const LIES: readonly Lie[] = [
  {
    what: 'a driver that did nothing',
    lies: {
      change: () => Promise.resolve(),
      readBack: () => Promise.resolve(CLEAR),
      probe: ({ count }) => Promise.resolve(reportOf(0, count)),
    },
    reason: /edge last-mile is not proved: the driver holds .*"up":\{\}/,
  },
  {
    what: 'a driver that reads back what was requested, and a link that does nothing',
    lies: { probe: ({ count }) => Promise.resolve(reportOf(0, count)) },
    reason: /the link does not do what was requested: RTT predicted 20ms, observed 0ms/,
  },
  {
    what: 'hardly a probe that is answered',
    lies: { probe: ({ count }) => Promise.resolve({ ...reportOf(0, 3), sent: count }) },
    reason: /only 3 of 24 probes were answered/,
  },
  {
    what: 'a probe that cannot be made',
    lies: { probe: () => Promise.reject(new Error('no reflector')) },
    reason: /the probe could not be made: no reflector/,
  },
  {
    what: 'a probe that hangs',
    lies: { probe: () => new Promise(() => {}) },
    reason: /the probe could not be made: it did not end within 1/,
  },
  {
    what: 'a change that takes longer than the settle time',
    lies: { change: () => systemClock.sleep(700) },
    reason: /after the window of step `slow` opened: give it a longer `settle`/,
  },
  {
    what: 'an impaired edge that nothing used in the window',
    lies: { observe: () => Promise.resolve(idleLink('last-mile')) },
    reason: /edge last-mile was impaired, and nothing used it in the window/,
  },
];

describe('a run', () => {
  it('passes with a driver that does what it is asked', async () => {
    const run = await runWith({});
    expect(run.result).toMatchObject({ verdict: 'pass', exitCode: 0, reasons: [] });
    const { start, edges } = stepOf(run, 'slow');
    expect(edges[0]?.proof).toMatchObject({
      outcome: 'proved',
      rows: [{ what: 'RTT', requestedValue: 20, predictedValue: 20, observedValue: 20, ok: true }],
    });
    expect(edges[0]?.changedAt).toBeGreaterThanOrEqual(start);
    expect(edges[0]?.provedAt).toBeGreaterThanOrEqual(edges[0]?.changedAt ?? Infinity);
  });

  it.each(LIES)('is inconclusive with $what', async ({ lies, reason }) => {
    const run = await runWith(lies);
    const step = stepOf(run, 'slow');
    expect(step.verdict).toBe('inconclusive');
    expect(step.reasons.join('\n')).toMatch(reason);
    expect(run.result).toMatchObject({ verdict: 'inconclusive', exitCode: 6, errors: [] });
  });

  it('is inconclusive when a clear link is slow, because nothing can be compared with it', async () => {
    const steps = `${quickStep('baseline')}${SLOW}`;
    const run = await runWith({ probe: ({ count }) => Promise.resolve(reportOf(20, count)) }, steps);
    expect(stepOf(run, 'baseline').verdict).toBe('inconclusive');
    expect(stepOf(run, 'slow').verdict).toBe('pass');
    expect(run.result.exitCode).toBe(6);
  });

  it('ends with a bug when the driver breaks its promises, and still puts everything back', async () => {
    let reverted = 0;
    const shop = await startShop();
    const driver = createFakeDriver({
      address: shop,
      lies: { change: () => Promise.reject(new TypeError('state is undefined')) },
      revert: () => {
        reverted += 1;
        return Promise.resolve();
      },
    });
    const run = await runText(quickScenario({ shop }), { driver });
    expect(run.result).toMatchObject({ verdict: 'error', exitCode: 70, undo: { ok: true } });
    expect(run.bug).toMatchObject({ stack: expect.stringMatching(/^TypeError: state is undefined\n/) });
    expect(reverted).toBe(1);
  });

  it('says that the undo failed above everything else', async () => {
    const shop = await startShop();
    const driver = createFakeDriver({
      address: shop,
      revert: () => Promise.reject(new Error('device or resource busy')),
    });
    const failing = quickScenario({ shop }).replace('success(shoppers) >= 90%', 'p95(shoppers) < 1us');
    const run = await runText(failing, { driver });
    expect(stepOf(run, 'baseline').verdict).toBe('fail');
    expect(run.result).toMatchObject({
      verdict: 'error',
      exitCode: 5,
      undo: { ok: false, failures: [{ what: 'the links of fake', reason: 'device or resource busy' }] },
    });
    expect(run.result.reasons[0]).toBe('could not put back the links of fake: device or resource busy');
    expect(run.events.map(({ kind }) => kind)).toContain('undo.failed');
  });
});

describe('a link that its driver has not installed', () => {
  it('is a bug, and never taken for one that needs no proof', async () => {
    const shop = await startShop();
    const spare = '  spare: { from: shop, to: shop, listen: "127.0.0.1:0" }\n';
    const steps = quickStep('slow', 'impair: { spare: { rtt: 20ms } }');
    const text = quickScenario({ shop, steps }).replace('load:\n', `${spare}load:\n`);
    const whole = createFakeDriver({ address: shop });
    const driver: Driver = {
      ...whole,
      install: async (specs, signal) =>
        (await whole.install(specs, signal)).filter(({ edge }) => edge === 'last-mile'),
    };
    const { bug, result } = await runText(text, { driver });
    expect(bug).toMatchObject({ message: 'no driver has installed edge spare' });
    expect(result).toMatchObject({ verdict: 'error', exitCode: 70, undo: { ok: true } });
  });
});
