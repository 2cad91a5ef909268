import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import type { Collector } from '../../../src/engine/collector.ts';
import { windowOf } from '../../../src/engine/gather-evidence.ts';
import { allTold } from '../../../src/engine/loads-ended.ts';
import type { Plan, PlannedStep } from '../../../src/plan/plan.ts';
import { EPOCH, measuredRun, observed, stepOf } from '../../helpers/measured-run.ts';
import { soundBut } from '../../helpers/planning.ts';
import { expectationOf } from '../../helpers/slo-evidence.ts';

const REQUESTS =
  '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n';
const OF_K6 = soundBut([REQUESTS, '    k6: { script: buy.js }\n']);

/** Time passes only while somebody sleeps. */
class SleepingClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    this.#now += ms;
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
  openSince: readonly number[] = [],
): Promise<Waited> {
  let stops = 0;
  const clock = new SleepingClock(EPOCH + step.end);
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
    expect(await waitFor(run, last, [EPOCH + last.windowStart + 100])).toMatchObject({ stops: 1 });
    const { left } = expectationOf('success(shoppers) >= 99%');
    expect(windowOf(run, left, { from: last.windowStart, to: last.end }).straddling.n).toBe(1);
  });

  it('stops the load after the last one only', async () => {
    const run = measuredRun(OF_K6);
    expect(await waitFor(run, stepOf(run.plan, 'baseline'))).toEqual({ stops: 0, waited: 0 });
  });
});
