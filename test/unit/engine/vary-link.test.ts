import { describe, expect, it } from 'vitest';

import type { RunEvent } from '../../../src/core/events.ts';
import { varyLink, type AppliedState } from '../../../src/engine/vary-link.ts';
import { CLEAR, type Impairment } from '../../../src/impairment/model.ts';
import type { ScheduledState } from '../../../src/impairment/varying/schedule.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { ManualClock } from '../../helpers/manual-clock.ts';
import { soundPlan, SOUND } from '../../helpers/planning.ts';

const SCHEDULE: readonly ScheduledState[] = [0, 100, 200, 300].map((at) => ({
  at: 1000 + at,
  impairment: { ...CLEAR, up: { delay: at } },
}));

interface Lab {
  readonly clock: ManualClock;
  readonly changes: number[];
  readonly events: RunEvent[];
  readonly over: AbortController;
  readonly applied: Promise<readonly AppliedState[]>;
  /** Turns the hands and lets everything that is due happen. */
  readonly to: (time: number) => Promise<void>;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Follows the schedule on a link of which each change takes `takes` milliseconds. */
async function start(takes: number): Promise<Lab> {
  const clock = new ManualClock();
  const changes: number[] = [];
  const events: RunEvent[] = [];
  const over = new AbortController();
  const change = async ({ up }: Impairment): Promise<void> => {
    changes.push(up.delay ?? 0);
    if (takes > 0) await clock.sleep(takes);
  };
  const driver = createFakeDriver({ address: { host: '127.0.0.1', port: 1 }, lies: { change } });
  const listeners = [{ service: 'shop', listen: { host: '127.0.0.1', port: 0 } }];
  const [link] = await driver.install(
    [{ edge: 'last-mile', protocol: 'http', per: 'client', listeners, seed: 1 }],
    over.signal,
  );
  const [step] = soundPlan(SOUND).steps;
  if (link === undefined || step === undefined) throw new Error('nothing to vary');
  const emitter = { emit: (event: RunEvent) => void events.push(event) };
  const applied = varyLink({ clock, emitter }, { step, link, schedule: SCHEDULE, epoch: 0 }, over.signal);
  const to = async (time: number): Promise<void> => {
    await settle();
    clock.advance(time - clock.now());
    await settle();
  };
  await to(1000);
  return { clock, changes, events, over, applied, to };
}

describe('varyLink', () => {
  it('makes each change when it is due, and says when it was in force', async () => {
    const { changes, events, applied, to } = await start(0);
    await to(1099);
    expect(changes).toEqual([]);
    for (const time of [1100, 1207, 1300]) await to(time);
    expect(changes).toEqual([100, 200, 300]);
    expect(await applied).toEqual([
      { state: 1, at: 1100 },
      { state: 2, at: 1207 },
      { state: 3, at: 1300 },
    ]);
    expect(events).toContainEqual({
      kind: 'link.varied',
      step: 'baseline',
      edge: 'last-mile',
      state: 2,
      late: 7,
    });
  });

  it('leaves out what is late when the next is due already', async () => {
    const { changes, applied, to } = await start(250);
    for (const time of [1100, 1350]) await to(time);
    expect(changes).toEqual([100, 300]);
    await to(1600);
    expect(await applied).toEqual([
      { state: 1, at: 1350 },
      { state: 3, at: 1600 },
    ]);
  });

  it('ends with the change under way when the step is over, and forgets nobody', async () => {
    const { clock, changes, over, applied, to } = await start(50);
    await to(1120);
    over.abort();
    await to(1170);
    expect(changes).toEqual([100]);
    expect(await applied).toEqual([{ state: 1, at: 1170 }]);
    expect(clock.sleeping).toBe(0);
  });

  it('ends at once while it waits', async () => {
    const { clock, over, applied } = await start(0);
    over.abort();
    expect(await applied).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });
});
