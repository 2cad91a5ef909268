import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addedRtt, CLEAR, impairmentKey, type Impairment } from '../../../../src/impairment/model.ts';
import { AMOUNT_FIELDS, amountOf } from '../../../../src/impairment/varying/amount.ts';
import type { Blend, Course, Ramp, TraceUse } from '../../../../src/impairment/varying/course.ts';
import { isSteady, steady } from '../../../../src/impairment/varying/course.ts';
import { readCourse } from '../../../../src/impairment/varying/read-course.ts';
import { LEAST_LENGTH } from '../../../../src/impairment/varying/read-length.ts';
import { MOST_STATES } from '../../../../src/impairment/varying/resolution.ts';
import {
  compileSchedule,
  firstState,
  meanOver,
  type ScheduledState,
} from '../../../../src/impairment/varying/schedule.ts';
import type { Trace } from '../../../../src/impairment/varying/trace.ts';

const NO_TRACES = new Map<string, Trace>();

function schedule(value: unknown, length: number, seed = 1): readonly ScheduledState[] {
  const { course, problems } = readCourse(value, new Map());
  expect(problems).toEqual([]);
  return compileSchedule(course, { length, seed, traces: NO_TRACES });
}

function upDelays(states: readonly ScheduledState[]): number[] {
  return states.map(({ impairment }) => impairment.up.delay ?? 0);
}

const LENGTH = fc.integer({ min: 200, max: 60_000 });

const RAMP: fc.Arbitrary<Ramp> = fc.record({
  direction: fc.constantFrom('up', 'down'),
  field: fc.constantFrom(...AMOUNT_FIELDS),
  from: fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000),
  to: fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000),
  over: fc.integer({ min: 100, max: 90_000 }),
  curve: fc.constantFrom('linear', 'exponential'),
});

const BLEND: fc.Arbitrary<Blend> = fc.record(
  {
    kind: fc.constant('blend'),
    base: fc.constantFrom<Impairment>(CLEAR, { ...CLEAR, up: { delay: 50 } }),
    ramps: fc.array(RAMP, { maxLength: 3 }),
    flap: fc.record({
      impaired: fc.integer({ min: 100, max: 9000 }),
      clear: fc.integer({ min: 100, max: 9000 }),
      jitter: fc.double({ min: 0, max: 0.99, noNaN: true }),
    }),
  },
  { requiredKeys: ['kind', 'base', 'ramps'] },
);

const COURSE: fc.Arbitrary<Course> = fc.oneof(
  BLEND,
  fc.record({
    kind: fc.constant('stages'),
    stages: fc.array(fc.record({ length: fc.integer({ min: 100, max: 9000 }), blend: BLEND }), {
      minLength: 1,
      maxLength: 5,
    }),
    repeat: fc.boolean(),
  }),
);

describe('compileSchedule', () => {
  it('is in order, within the window, begins at its beginning, and changes something each time, not too soon', () => {
    fc.assert(
      fc.property(COURSE, LENGTH, fc.nat(), (course, length, seed) => {
        const states = compileSchedule(course, { length, seed, traces: NO_TRACES });
        expect(states[0]?.at).toBe(0);
        for (const [index, { at, impairment }] of states.entries()) {
          expect(at).toBeLessThan(length);
          const before = states[index - 1];
          if (before === undefined) continue;
          expect(at - before.at).toBeGreaterThanOrEqual(LEAST_LENGTH);
          expect(impairmentKey(impairment)).not.toBe(impairmentKey(before.impairment));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(COURSE, LENGTH, fc.nat(), (course, length, seed) => {
        const options = { length, seed, traces: NO_TRACES };
        expect(compileSchedule(course, options)).toEqual(compileSchedule(course, options));
      }),
      { numRuns: 20 },
    );
  });

  it('begins a ramp exactly where `from` says, ends it where `to` says, and never leaves the way between', () => {
    fc.assert(
      fc.property(RAMP, fc.integer({ min: 300, max: 9000 }), (ramp, rest) => {
        const course = { ...steady(CLEAR), ramps: [ramp] };
        const states = compileSchedule(course, {
          length: ramp.over! + rest,
          seed: 1,
          traces: NO_TRACES,
        });
        const amounts = states.map(({ impairment }) => amountOf(impairment[ramp.direction], ramp.field)!);
        expect(amounts[0]).toBe(ramp.from);
        expect(amounts.at(-1)).toBe(ramp.to);
        const [low, high] = [Math.min(ramp.from, ramp.to), Math.max(ramp.from, ramp.to)];
        for (const amount of amounts) {
          expect(amount).toBeGreaterThanOrEqual(low * 0.999999);
          expect(amount).toBeLessThanOrEqual(high * 1.000001);
        }
      }),
    );
  });

  it('follows a linear ramp to within half of what one of its changes is', () => {
    const states = schedule({ delay: { ramp: { from: '0ms', to: '400ms', over: '4s' } } }, 6000);
    for (const { at, impairment } of states) {
      expect(Math.abs((impairment.up.delay ?? 0) - Math.min(400, at / 10))).toBeLessThanOrEqual(12.6);
    }
    expect(meanOver(states, 4000, ({ up }) => up.delay ?? 0)).toBeCloseTo(200, 0);
  });

  it('lets an exponential ramp grow by equal factors', () => {
    const states = schedule(
      { rate: { down: { ramp: { from: '1Mbit/s', to: '16Mbit/s', over: '1s', curve: 'exponential' } } } },
      2000,
    );
    expect(states.map(({ impairment }) => impairment.down.rate)).toEqual([1e6, 2e6, 4e6, 8e6, 16e6]);
    expect(states.every(({ impairment }) => impairment.up.rate === undefined)).toBe(true);
  });

  it('takes the whole window for a ramp that says no time, and the whole stage in a stage', () => {
    const whole = schedule({ delay: { ramp: { from: '100ms', to: '200ms' } } }, 10_000);
    expect(whole.at(-1)).toEqual({ at: 9875, impairment: expect.objectContaining({ up: { delay: 200 } }) });
    const staged = schedule(
      {
        stages: [
          { for: '1s', is: { delay: { ramp: { from: '100ms', to: '200ms' } } } },
          { for: '1s', is: 'none' },
        ],
      },
      10_000,
    );
    expect(staged.map(({ at }) => at)).toEqual([0, 125, 375, 625, 875, 1000]);
  });

  it('makes few changes of a ramp of hours', () => {
    expect(schedule({ rtt: { ramp: { from: '10ms', to: '1s' } } }, 10 * 3_600_000)).toHaveLength(1001);
  });

  it('flaps, with what is impaired first', () => {
    const states = schedule({ delay: '90ms', flap: { impaired: '3s', clear: '5s' } }, 12_000);
    expect(states.map(({ at }) => at)).toEqual([0, 3000, 8000, 11_000]);
    expect(upDelays(states)).toEqual([90, 0, 90, 0]);
  });

  it('does what two movements say in the order of time, and puts off what comes too soon after another', () => {
    const states = schedule(
      {
        delay: { ramp: { from: '100ms', to: '200ms', over: '1s' } },
        flap: { impaired: '500ms', clear: '300ms' },
      },
      2000,
    );
    expect(states.map(({ at, impairment }) => [at, impairment.up.delay])).toEqual([
      [0, 100],
      [125, 125],
      [375, 150],
      [500, undefined],
      [800, 175],
      [900, 200],
      [1300, undefined],
      [1600, 200],
    ]);
  });

  it('begins the movements of a stage with the stage', () => {
    const ramp = { delay: { ramp: { from: '100ms', to: '200ms' } } };
    const stages = [
      { for: '1s', is: { delay: '10ms' } },
      { for: '1s', is: ramp },
    ];
    const states = schedule({ stages }, 10_000);
    expect(states.map(({ at, impairment }) => [at, impairment.up.delay])).toEqual([
      [0, 10],
      [1000, 100],
      [1125, 125],
      [1375, 150],
      [1625, 175],
      [1875, 200],
    ]);
  });

  it('puts off nothing for what a stage would have changed after its end', () => {
    // The first would change something at 1100 ms as well.
    const stages = ['4400ms', '600ms'].map((over) => ({
      for: '1s',
      is: { delay: { ramp: { from: '10ms', to: '400ms', over } } },
    }));
    const times = schedule({ stages }, 2000).map(({ at }) => at);
    expect(times.filter((at) => at >= 1000)).toEqual([1000, 1150, 1450]);
  });

  it('varies the lengths of a flap by its jitter, differently for each seed', () => {
    const value = { delay: '90ms', flap: { impaired: '2s', clear: '2s', jitter: '20%' } };
    const times = schedule(value, 60_000).map(({ at }) => at);
    const lengths = times.slice(1).map((at, index) => at - times[index]!);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(1599);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2401);
    expect(new Set(lengths).size).toBeGreaterThan(10);
    expect(schedule(value, 60_000, 2).map(({ at }) => at)).not.toEqual(times);
  });

  it('keeps the last stage, or begins again with `repeat`', () => {
    const stages = [
      { for: '1s', is: { delay: '10ms' } },
      { for: '2s', is: { delay: '20ms' } },
    ];
    expect(schedule({ stages }, 9000).map(({ at }) => at)).toEqual([0, 1000]);
    expect(schedule({ stages, repeat: true }, 7000).map(({ at }) => at)).toEqual([0, 1000, 3000, 4000, 6000]);
  });

  it('gives up on more changes than a run could keep, instead of filling the memory', () => {
    const value = { delay: '90ms', flap: { impaired: '100ms', clear: '100ms' } };
    const count = schedule(value, 1000 * 3_600_000).length;
    expect(count).toBeGreaterThan(MOST_STATES);
    expect(count).toBeLessThan(MOST_STATES + 10);
  });
});

describe('a course with a trace', () => {
  const trace: Trace = {
    columns: [
      { direction: 'up', field: 'rate' },
      { direction: 'down', field: 'rate' },
      { direction: 'up', field: 'partition' },
    ],
    rows: [
      { at: 0, amounts: [1e6, 2e6, 0] },
      { at: 1000, amounts: [3e6, undefined, 1] },
      { at: 2000, amounts: [5e6, 6e6, 0] },
    ],
    length: 2000,
  };

  function play(value: object, length: number): readonly ScheduledState[] {
    const { course, problems } = readCourse(value, new Map());
    expect(problems).toEqual([]);
    return compileSchedule(course, { length, seed: 1, traces: new Map([['t.csv', trace]]) });
  }

  it('puts each row in place of what stands beside it, and keeps the last', () => {
    const states = play({ delay: '10ms', trace: 't.csv' }, 9000);
    expect(states).toEqual([
      {
        at: 0,
        impairment: { up: { delay: 10, rate: 1e6 }, down: { delay: 10, rate: 2e6 }, connection: {} },
      },
      {
        at: 1000,
        impairment: { up: { delay: 10, rate: 3e6, partition: true }, down: { delay: 10 }, connection: {} },
      },
      {
        at: 2000,
        impairment: { up: { delay: 10, rate: 5e6 }, down: { delay: 10, rate: 6e6 }, connection: {} },
      },
    ]);
  });

  it('begins again at the time of its last row, which then never holds', () => {
    const states = play({ trace: 't.csv', repeat: true }, 5000);
    expect(states.map(({ at }) => at)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(states.map(({ impairment }) => impairment.up.rate)).toEqual([1e6, 3e6, 1e6, 3e6, 1e6]);
  });

  it('holds for one direction where it is named for one', () => {
    const states = play({ trace: { down: 't.csv' } }, 9000);
    expect(states.every(({ impairment }) => Object.keys(impairment.up).length === 0)).toBe(true);
    expect(states.map(({ impairment }) => impairment.down.rate)).toEqual([2e6, undefined, 6e6]);
    const other = play({ trace: { up: 't.csv' } }, 9000);
    expect(other.every(({ impairment }) => Object.keys(impairment.down).length === 0)).toBe(true);
    expect(other.map(({ impairment }) => impairment.up.rate)).toEqual([1e6, 3e6, 5e6]);
  });

  it('leaves each direction what a row does not speak of', () => {
    const states = play({ delay: { up: '10ms', down: '20ms' }, trace: 't.csv' }, 9000);
    expect(states.map(({ impairment }) => impairment.up.delay)).toEqual([10, 10, 10]);
    expect(states.map(({ impairment }) => impairment.down.delay)).toEqual([20, 20, 20]);
  });

  it('holds one row for good, also where it is to be repeated', () => {
    const one: Trace = { columns: trace.columns, rows: trace.rows.slice(0, 1), length: 0 };
    const { course } = readCourse({ trace: 't.csv', repeat: true }, new Map());
    const states = compileSchedule(course, { length: 5000, seed: 1, traces: new Map([['t.csv', one]]) });
    expect(states.map(({ at, impairment }) => [at, impairment.up.rate])).toEqual([[0, 1e6]]);
  });
});

describe('firstState', () => {
  it.each([
    [{ delay: { ramp: { from: '100ms', to: '200ms' } } }, { delay: 100 }],
    [{ delay: '90ms', flap: { impaired: '3s', clear: '5s', jitter: '10%' } }, { delay: 90 }],
    [
      {
        stages: [
          { for: '1s', is: { delay: '10ms' } },
          { for: '1s', is: 'none' },
        ],
      },
      { delay: 10 },
    ],
  ])('is what %j begins with', (value, up) => {
    expect(firstState(readCourse(value, new Map()).course, NO_TRACES).up).toEqual(up);
  });
});

describe('isSteady', () => {
  it('tells what never changes from what may', () => {
    const trace: TraceUse = { files: { both: 't.csv' }, repeat: false };
    const ramp: Ramp = { direction: 'up', field: 'delay', from: 1, to: 2, curve: 'linear' };
    const still = steady({ ...CLEAR, up: { delay: 50 } });
    expect(isSteady(still)).toBe(true);
    expect(isSteady({ ...still, ramps: [ramp] })).toBe(false);
    expect(isSteady({ ...still, trace })).toBe(false);
    expect(isSteady({ ...still, flap: { impaired: 1000, clear: 1000, jitter: 0 } })).toBe(false);
    expect(isSteady({ kind: 'stages', stages: [{ length: 1000, blend: still }], repeat: false })).toBe(false);
  });
});

describe('meanOver', () => {
  it('weighs each state by how long it holds', () => {
    const states = schedule({ rtt: '100ms', flap: { impaired: '1s', clear: '3s' } }, 4000);
    expect(meanOver(states, 4000, addedRtt)).toBe(25);
  });

  it('counts from the first state, and is nothing of no time', () => {
    const states = [
      { at: 1000, impairment: { ...CLEAR, up: { delay: 10 } } },
      { at: 4000, impairment: { ...CLEAR, up: { delay: 50 } } },
    ];
    expect(meanOver(states, 5000, addedRtt)).toBe(20);
    expect(meanOver(states.slice(0, 1), 1000, addedRtt)).toBe(0);
    expect(meanOver([], 5000, addedRtt)).toBe(0);
  });
});
