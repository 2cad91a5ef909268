import { describe, expect, it } from 'vitest';

import {
  joinSegments,
  k6Scenario,
  lastArrival,
  usersAtFirst,
} from '../../../../../src/load/k6/script/stretches.ts';

const LIMITS = { longest: 10_000, maxOpen: 100 };

describe('the stretches of a load', () => {
  it('join what goes on at one rate, and leave out what is off', () => {
    const segments = [
      { start: 0, end: 1000, from: 5, to: 5 },
      { start: 1000, end: 3000, from: 5, to: 5 },
      { start: 3000, end: 4000, from: 0, to: 0 },
      { start: 4000, end: 5000, from: 5, to: 10 },
      { start: 5000, end: 6000, from: 10, to: 10 },
      { start: 7000, end: 8000, from: 10, to: 10 },
    ];
    expect(joinSegments(segments)).toEqual([{ ...segments[0], end: 3000 }, ...segments.slice(3)]);
  });

  it('ask until the last one that is not off', () => {
    const on = { start: 0, end: 1000, from: 5, to: 0 };
    const off = { start: 1000, end: 4000, from: 0, to: 0 };
    expect(lastArrival({ segments: [on, off] })).toBe(1000);
    expect(lastArrival({ segments: [off] })).toBe(0);
  });

  it('share virtual users unless one can begin while the answers of another may come', () => {
    const stretch = { start: 0, end: 1000, from: 8, to: 8 };
    const close = { start: 2000, end: 3000, from: 1, to: 1 };
    const far = { start: 20_000, end: 21_000, from: 8, to: 8 };
    expect(usersAtFirst([stretch, far], LIMITS)).toBe(17);
    expect(usersAtFirst([stretch, close, far], LIMITS)).toBe(20);
  });

  it('keep fractions of a rate', () => {
    expect(k6Scenario({ start: 500, end: 2500, from: 0.25, to: 0.25 }, LIMITS)).toMatchObject({
      executor: 'constant-arrival-rate',
      startTime: '500ms',
      duration: '2000ms',
      rate: 250,
      timeUnit: '1000s',
    });
  });

  it('ramp', () => {
    expect(k6Scenario({ start: 0, end: 2000, from: 1, to: 4 }, LIMITS)).toMatchObject({
      executor: 'ramping-arrival-rate',
      startRate: 1000,
      stages: [{ target: 4000, duration: '2000ms' }],
    });
  });

  it.each([
    [1, 3, 11],
    [8, 17, 81],
    [1000, 100, 100],
  ])('at %i/s begin with %i virtual users and have at most %i', (rate, preAllocatedVUs, maxVUs) => {
    const scenario = k6Scenario({ start: 0, end: 2000, from: rate, to: 0 }, LIMITS);
    expect(scenario).toMatchObject({ preAllocatedVUs, maxVUs, gracefulStop: '10000ms' });
  });
});
