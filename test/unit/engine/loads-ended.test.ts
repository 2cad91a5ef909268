import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import type { Collector } from '../../../src/engine/collector.ts';
import { windowOf } from '../../../src/engine/gather-evidence.ts';
import { allTold } from '../../../src/engine/loads-ended.ts';
import type { LoadEnd } from '../../../src/load/load.ts';
import type { Plan, PlannedStep } from '../../../src/plan/plan.ts';
import { EPOCH, measuredRun, observed, stepOf } from '../../helpers/measured-run.ts';
import { soundBut } from '../../helpers/planning.ts';
import { expectationOf } from '../../helpers/slo-evidence.ts';

const REQUESTS =
  '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n';
const OF_K6 = soundBut([REQUESTS, '    k6: { script: buy.js }\n']);

/** Nobody reads the requests of a protocol that is encrypted. */
const UNREADABLE = soundBut(
  [REQUESTS, '    k6: { script: buy.js }\n'],
  ['  shop:\n', '  shop:\n    protocol: tcp\n'],
  ['    ready: { get: /health }\n', ''],
);
const END: LoadEnd = {
  at: EPOCH,
  exit: { code: 0, signal: null },
  stopped: false,
  lastLine: '',
  thresholds: [],
  checks: [],
  summary: {},
};

/** Time passes only while somebody sleeps. */
class SleepingClock implements Clock {
  #now: number;
  readonly #passed: (now: number) => void;

  constructor(now: number, passed: (now: number) => void) {
    this.#now = now;
    this.#passed = passed;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    this.#now += ms;
    this.#passed(this.#now);
    return Promise.resolve();
  }
}

interface Waited {
  readonly stops: number;
  /** From the end of the step. */
  readonly waited: number;
}

/** Waits for all of a step at whose end requests have been open on the load's edge, as long as the load runs. */
async function waitFor(
  { plan, collector }: { readonly plan: Plan; readonly collector: Collector },
  step: PlannedStep,
  {
    openSince = [],
    endsAt = Infinity,
  }: { readonly openSince?: readonly number[]; readonly endsAt?: number } = {},
): Promise<Waited> {
  let stops = 0;
  const clock = new SleepingClock(EPOCH + step.end, (now) => {
    if (now - EPOCH >= endsAt) collector.ended('shoppers', END);
  });
  await allTold(
    {
      context: { clock, plan, signal: new AbortController().signal },
      collector,
      epoch: EPOCH,
      reader: {
        read: () => {
          collector.link(observed('last-mile', { openSince: stops === 0 ? openSince : [] }));
          return Promise.resolve();
        },
      },
      load: {
        settled: () => Promise.resolve(),
        stop: () => {
          stops += 1;
          return Promise.resolve();
        },
      },
    },
    step,
  );
  return { stops, waited: clock.now() - EPOCH - step.end };
}

describe('a step of a k6 load', () => {
  it('counts what was open until the load was stopped, which closes the connections', async () => {
    const run = measuredRun(OF_K6);
    const last = run.plan.steps.at(-1)!;
    expect(await waitFor(run, last, { openSince: [EPOCH + last.windowStart + 100] })).toMatchObject({
      stops: 1,
    });
    const { left } = expectationOf('success(shoppers) >= 99%');
    expect(windowOf(run, left, { from: last.windowStart, to: last.end }).straddling.n).toBe(1);
  });

  it('stops the load after the last one only', async () => {
    const run = measuredRun(OF_K6);
    expect(await waitFor(run, stepOf(run.plan, 'baseline'))).toEqual({ stops: 0, waited: 0 });
  });
});

describe('a k6 load on an edge that cannot be read', () => {
  it('is waited for, because nobody knows whether a request is open', async () => {
    const run = measuredRun(UNREADABLE);
    const baseline = stepOf(run.plan, 'baseline');
    expect(await waitFor(run, baseline)).toEqual({ stops: 0, waited: 10_000 });
  });

  it('is waited for no longer than it runs', async () => {
    const run = measuredRun(UNREADABLE);
    const last = run.plan.steps.at(-1)!;
    expect(await waitFor(run, last, { endsAt: last.end + 1000 })).toEqual({ stops: 1, waited: 1000 });
  });
});
