import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { Lease } from '../../../../src/engine/by-hand/lease.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';

describe('a lease', () => {
  it('is over when its time is, and not before', async () => {
    const { clock, lease, isOver } = watched(1000);
    clock.advance(999);
    expect([await isOver(), lease.left]).toEqual([false, 1]);
    clock.advance(1);
    expect([await isOver(), lease.left]).toEqual([true, 0]);
  });

  it('lasts longer, or less long, from when it is renewed', async () => {
    const { clock, lease, isOver } = watched(1000);
    clock.advance(900);
    lease.renew(5000);
    await isOver();
    clock.advance(4999);
    expect([await isOver(), lease.left]).toEqual([false, 1]);
    lease.renew(0);
    expect([await isOver(), lease.left]).toEqual([true, 0]);
  });

  it('ends with the signal', async () => {
    const { stop, isOver } = watched(1000);
    stop.abort();
    expect(await isOver()).toBe(true);
  });
});

interface Watched {
  readonly clock: ManualClock;
  readonly lease: Lease;
  readonly stop: AbortController;
  readonly isOver: () => Promise<boolean>;
}

function watched(length: number): Watched {
  const clock = new ManualClock();
  const lease = new Lease(length, clock);
  const stop = new AbortController();
  let isOver = false;
  void lease.over(stop.signal).then(() => (isOver = true));
  return {
    clock,
    lease,
    stop,
    isOver: async () => {
      await setImmediate();
      return isOver;
    },
  };
}
