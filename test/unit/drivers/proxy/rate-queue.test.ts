import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { RateQueue, SEGMENT } from '../../../../src/drivers/proxy/shaping/rate-queue.ts';
import { Scheduler } from '../../../../src/drivers/proxy/timing/scheduler.ts';

const BYTE_PER_MS = 8_000;

describe('a rate queue', () => {
  it('never lets a parcel leave as if it had come before it came, however late its alarm rings', async () => {
    let now = 0;
    const clock = { ...systemClock, now: () => now };
    const scheduler = new Scheduler(clock);
    const queue = new RateQueue(scheduler);
    queue.configure(BYTE_PER_MS, undefined);
    const departures: number[] = [];
    const parcel = { size: 10, depart: (at: number) => void departures.push(at) };
    queue.push(parcel, 0);
    // The event loop stalls: the alarm of the first, due at 10, has not rung when the second comes.
    now = 150;
    queue.push(parcel, 150);
    await expect.poll(() => departures).toEqual([10]);
    now = 160;
    await expect.poll(() => departures).toEqual([10, 160]);
    scheduler.close();
  });

  it('keeps its rate when an alarm rings late and parcels wait', async () => {
    let now = 0;
    const clock = { ...systemClock, now: () => now };
    const scheduler = new Scheduler(clock);
    const queue = new RateQueue(scheduler);
    queue.configure(BYTE_PER_MS, undefined);
    const departures: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      queue.push({ size: 10, depart: (at) => void departures.push(at) }, 0);
    }
    now = 200;
    await expect.poll(() => departures).toEqual([10, 20, 30]);
    scheduler.close();
  });

  it('lets who waits for room in before who has just sent', async () => {
    let now = 0;
    const clock = { ...systemClock, now: () => now };
    const scheduler = new Scheduler(clock);
    const queue = new RateQueue(scheduler);
    queue.configure(SEGMENT * BYTE_PER_MS, 5);
    const departures: string[] = [];
    const depart = (): void => {
      departures.push('greedy');
      fill();
    };
    const fill = (): void => {
      while (queue.hasRoom) queue.push({ size: SEGMENT, depart }, now);
    };
    fill();
    queue.whenRoom((at) => queue.push({ size: 16, depart: () => void departures.push('patient') }, at));
    for (let round = 0; round < 8; round += 1) {
      now += 1;
      await expect.poll(() => departures.length).toBeGreaterThan(round);
    }
    expect(departures.slice(0, 8)).toContain('patient');
    scheduler.close();
  });
});
