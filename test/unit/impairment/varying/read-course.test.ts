import { describe, expect, it } from 'vitest';

import type { Impairment } from '../../../../src/impairment/model.ts';
import { readProfiles } from '../../../../src/impairment/read-profiles.ts';
import type { Course } from '../../../../src/impairment/varying/course.ts';
import { describeCourse } from '../../../../src/impairment/varying/describe-course.ts';
import { readCourse } from '../../../../src/impairment/varying/read-course.ts';

const NO_PROFILES = new Map<string, Impairment>();

function problemsOf(value: unknown): string[] {
  return readCourse(value, NO_PROFILES).problems.map(({ code, path }) => `${path.join('.')} ${code}`);
}

function courseOf(value: unknown): Course {
  const { course, problems } = readCourse(value, NO_PROFILES);
  expect(problems).toEqual([]);
  return course;
}

describe('readCourse', () => {
  it('reads an impairment that stays as one state', () => {
    expect(courseOf('wpt/3g')).toMatchObject({ kind: 'blend', base: { up: { delay: 150 } }, ramps: [] });
  });

  it('reads a ramp of each direction that it is about', () => {
    const ramp = { from: '1%', to: '5%', over: '10s' };
    expect(courseOf({ delay: '20ms', loss: { down: { ramp } } })).toEqual({
      kind: 'blend',
      base: { up: { delay: 20 }, down: { delay: 20, loss: { average: 0.01, burst: 1 } }, connection: {} },
      ramps: [{ direction: 'down', field: 'loss', from: 0.01, to: 0.05, over: 10_000, curve: 'linear' }],
    });
  });

  it('puts what moves on top of a profile', () => {
    const course = courseOf({ profile: 'wpt/3g', rtt: { ramp: { from: '300ms', to: '1s' } } });
    expect(course).toMatchObject({
      base: { up: { delay: 150, rate: 768_000 } },
      ramps: [{ to: 500 }, { to: 500 }],
    });
  });

  it.each([
    [
      { delay: { ramp: { from: '20', to: '-4ms', over: 'soon' } } },
      [
        'delay.ramp.from invalid-quantity',
        'delay.ramp.to invalid-quantity',
        'delay.ramp.over invalid-quantity',
      ],
    ],
    [{ delay: { ramp: { from: '20ms', to: '40ms', over: '10ms' } } }, ['delay.ramp.over out-of-range']],
    [{ delay: { up: '20ms', ramp: { from: '20ms', to: '40ms' } } }, ['delay.up mixed-ramp']],
    [
      { delay: { ramp: { from: '0ms', to: '40ms', curve: 'exponential' } } },
      ['delay.ramp.curve out-of-range'],
    ],
    [
      { delay: { ramp: { from: '40ms', to: '0ms', curve: 'exponential' } } },
      ['delay.ramp.curve out-of-range'],
    ],
    [{ delay: '10', flap: { impaired: '1s', clear: '1s' } }, ['delay invalid-quantity']],
    [{ jitter: '5ms', flap: { impaired: '1s', clear: '1s' } }, ['jitter jitter-without-delay']],
    [{ delay: '10', trace: 'a.csv' }, ['delay invalid-quantity']],
    [{ rate: { up: { ramp: { from: 'none', to: '1Mbit/s' } } } }, ['rate.up.ramp.from out-of-range']],
    [{ rate: { ramp: { from: '1Mbit/s', to: '0kbit/s' } } }, ['rate.ramp.to out-of-range']],
    [{ delay: '10ms', jitter: { ramp: { from: '5ms', to: '50ms' } } }, ['jitter jitter-exceeds-delay']],
    [{ rtt: { ramp: { from: '5ms', to: '50ms' } }, delay: '5ms' }, ['rtt rtt-and-delay']],
    [
      { delay: '10ms', flap: { impaired: '10ms', clear: 'often', jitter: '100%' } },
      ['flap.impaired out-of-range', 'flap.clear invalid-quantity', 'flap.jitter invalid-quantity'],
    ],
    [{ delay: '10ms', repeat: true }, ['repeat varying-mix']],
    [{ stages: [{ for: '1s', is: 'none' }], delay: '10ms' }, ['delay varying-mix']],
    [
      {
        stages: [
          { for: '1s', is: { trace: 'a.csv' } },
          { for: '1us', is: 'wpt/5g' },
        ],
      },
      ['stages.0.is.trace varying-mix', 'stages.1.for out-of-range', 'stages.1.is unknown-profile'],
    ],
    [
      { stages: [{ for: '1s', is: { delay: { ramp: { from: '1', to: '2ms' } } } }] },
      ['stages.0.is.delay.ramp.from invalid-quantity'],
    ],
    [{ profile: 'wpt/3g', trace: 'a.csv', jitter: '300ms' }, []],
  ])('says what is wrong with %j, and where', (value, expected) => {
    expect(problemsOf(value)).toEqual(expected);
  });

  it('does not take what varies for a profile', () => {
    const { problems } = readProfiles({
      tram: { trace: 'tram.csv' },
      slow: { rtt: { ramp: { from: '1ms', to: '1s' } } },
    });
    expect(problems.map(({ code, path }) => `${path.join('.')} ${code}`)).toEqual([
      'tram varying-profile',
      'slow varying-profile',
    ]);
  });
});

describe('describeCourse', () => {
  it.each([
    [{ rtt: { ramp: { from: '40ms', to: '400ms', over: '20s' } } }, 'RTT from 40ms to 400ms over 20s'],
    [
      { rate: { down: { ramp: { from: '9Mbit/s', to: '1Mbit/s', curve: 'exponential' } } } },
      'rate down from 9Mbit/s to 1Mbit/s by equal factors',
    ],
    [{ loss: { ramp: { from: '0%', to: '5%' } } }, 'loss from 0% to 5%'],
    [
      {
        delay: {
          up: { ramp: { from: '10ms', to: '90ms' } },
          down: { ramp: { from: '10ms', to: '90ms', over: '5s' } },
        },
      },
      'delay up from 10ms to 90ms, delay down from 10ms to 90ms over 5s',
    ],
    [
      { loss: { up: { ramp: { from: '1%', to: '5%' } }, down: { ramp: { from: '1%', to: '6%' } } } },
      'loss up from 1% to 5%, loss down from 1% to 6%',
    ],
    [
      {
        rate: {
          up: { ramp: { from: '9Mbit/s', to: '1Mbit/s' } },
          down: { ramp: { from: '9Mbit/s', to: '1Mbit/s', curve: 'exponential' } },
        },
      },
      'rate up from 9Mbit/s to 1Mbit/s, rate down from 9Mbit/s to 1Mbit/s by equal factors',
    ],
    [
      { loss: { up: { ramp: { from: '1%', to: '5%' } }, down: { ramp: { from: '2%', to: '5%' } } } },
      'loss up from 1% to 5%, loss down from 2% to 5%',
    ],
    [
      { rtt: '300ms', flap: { impaired: '3s', clear: '5s', jitter: '20%' } },
      'RTT 300ms, 3s on and 5s off, each within 20%',
    ],
    [
      { trace: { up: 'a.up', down: 'a.down' }, repeat: true },
      'trace a.up up and a.down down, again and again',
    ],
    [{ stages: [{ for: '1s', is: 'none' }] }, '1 stage'],
  ])('puts %j into words', (value, words) => {
    expect(describeCourse(courseOf(value), undefined)).toBe(words);
  });
});
