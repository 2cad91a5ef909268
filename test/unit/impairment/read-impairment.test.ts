import { describe, expect, it } from 'vitest';

import { CLEAR, type Impairment } from '../../../src/impairment/model.ts';
import { readImpairment } from '../../../src/impairment/read-impairment.ts';

const NO_PROFILES = new Map<string, Impairment>();

function read(value: unknown): Impairment {
  const { impairment, problems } = readImpairment(value, NO_PROFILES);
  expect(problems).toEqual([]);
  return impairment;
}

function problemsOf(value: unknown): (readonly [code: string, ...path: string[]])[] {
  return readImpairment(value, NO_PROFILES).problems.map(({ code, path }) => [code, ...path]);
}

describe('readImpairment', () => {
  it('splits `rtt` half each way', () => {
    expect(read({ rtt: '300ms' })).toEqual({ up: { delay: 150 }, down: { delay: 150 }, connection: {} });
  });

  it('lets any other scalar hold for each direction', () => {
    const way = { delay: 100, jitter: 20, distribution: 'normal', rate: 1e6, buffer: 300 };
    expect(
      read({ delay: '100ms', jitter: '20ms', distribution: 'normal', rate: '1Mbit/s', buffer: '300ms' }),
    ).toEqual({ up: way, down: way, connection: {} });
  });

  it('reads each direction on its own', () => {
    expect(read({ delay: { down: '2s' }, duplicate: { up: '1%' } })).toEqual({
      up: { duplicate: 0.01 },
      down: { delay: 2000 },
      connection: {},
    });
  });

  it.each([
    ['1%', { average: 0.01, burst: 1 }],
    [
      { average: '2%', burst: 5 },
      { average: 0.02, burst: 5 },
    ],
    [{ average: '2%' }, { average: 0.02, burst: 1 }],
  ])('reads a loss of %j for each direction', (value, loss) => {
    expect(read({ loss: value })).toEqual({ up: { loss }, down: { loss }, connection: {} });
  });

  it('reads a loss for one direction', () => {
    expect(read({ loss: { up: { average: '2%', burst: 5 }, down: 'none' } })).toEqual({
      up: { loss: { average: 0.02, burst: 5 } },
      down: {},
      connection: {},
    });
  });

  it.each([
    [true, { partition: true }, { partition: true }],
    ['up', { partition: true }, {}],
    ['down', {}, { partition: true }],
    [false, {}, {}],
    ['none', {}, {}],
  ])('reads `partition: %s`', (partition, up, down) => {
    expect(read({ partition })).toEqual({ up, down, connection: {} });
  });

  it.each([
    [{ reset: true }, { reset: 0 }],
    [{ reset: '2s' }, { reset: 2000 }],
    [{ reset: 'none' }, {}],
    [{ refuse: true }, { refuse: true }],
    [{ refuse: 'none' }, {}],
    [{ 'half-open': true }, { halfOpen: true }],
    [{ 'half-open': false }, {}],
    [{ 'slow-close': '3s' }, { slowClose: 3000 }],
    [{ 'slow-close': 'none' }, {}],
  ])('reads %j for whole connections', (value, connection) => {
    expect(read(value)).toEqual({ up: {}, down: {}, connection });
  });

  it('takes zero of something for nothing, and `none` for a clear link', () => {
    expect(read({ delay: '0ms', loss: '0%', duplicate: '0%' })).toEqual(CLEAR);
    expect(read('none')).toEqual(CLEAR);
  });

  it('reads what happens to single packets, and takes each away with `none`', () => {
    const packets = { delay: '20ms', jitter: '20ms', distribution: 'pareto', corrupt: '3%', reorder: '25%' };
    const { up } = read(packets);
    expect(up).toEqual({ delay: 20, jitter: 20, distribution: 'pareto', corrupt: 0.03, reorder: 0.25 });
    expect(read({ ...packets, distribution: 'none', corrupt: 'none', reorder: 'none' }).up).toEqual({
      delay: 20,
      jitter: 20,
    });
  });

  it('takes a burst of one packet for no burst, however much is lost', () => {
    expect(read({ loss: { average: '90%', burst: 1 } })).toEqual(read({ loss: '90%' }));
  });
});

describe('a profile with changes', () => {
  it('is the profile when nothing changes', () => {
    expect(read({ profile: 'wpt/3g' })).toEqual(read('wpt/3g'));
  });

  it('replaces one key in one direction and leaves the rest', () => {
    expect(read({ profile: 'wpt/3g', rate: { up: '1Mbit/s' } })).toEqual({
      up: { delay: 150, rate: 1e6 },
      down: { delay: 150, rate: 1.6e6 },
      connection: {},
    });
  });

  it('adds a key that the profile does not have', () => {
    const { up, down } = read({ profile: 'wpt/3g', loss: '1%' });
    expect([up.loss, down.loss]).toEqual([
      { average: 0.01, burst: 1 },
      { average: 0.01, burst: 1 },
    ]);
  });

  it('removes a key with `none`, also in one direction', () => {
    expect(read({ profile: 'apple/3g-lossy', loss: { up: 'none' } })).toEqual({
      up: { delay: 100, rate: 330_000 },
      down: { delay: 100, rate: 780_000, loss: { average: 0.01, burst: 1 } },
      connection: {},
    });
    expect(read({ profile: 'wpt/3g', rtt: 'none', rate: 'none' })).toEqual(CLEAR);
  });

  it('replaces an unequal delay by an `rtt`', () => {
    const { up, down } = read({ profile: 'scope/slow', rtt: '100ms' });
    expect([up.delay, down.delay]).toEqual([50, 50]);
  });

  it('replaces a partition as a whole', () => {
    const { up, down } = read({ profile: 'devtools/offline', partition: 'up' });
    expect([up.partition, down.partition]).toEqual([true, undefined]);
  });
});

describe('mistakes in an impairment', () => {
  it('offer every profile of a name that several sources have', () => {
    const { problems } = readImpairment('3g', new Map());
    expect(problems[0]?.hint).toMatch(/^did you mean `wpt\/3g` or .*`devtools\/3g`/);
    expect(readImpairment('wtp/3g', new Map()).problems[0]?.hint).toBe('did you mean `wpt/3g`?');
  });

  it.each([
    ['wtp/3g', ['unknown-profile']],
    [{ profile: 'wtp/3g' }, ['unknown-profile', 'profile']],
    [{ delay: '100' }, ['invalid-quantity', 'delay']],
    [{ delay: { up: 100 } }, ['invalid-quantity', 'delay', 'up']],
    [{ loss: { average: '1' } }, ['invalid-quantity', 'loss', 'average']],
    [{ loss: { burst: 3 } }, ['missing-key', 'loss']],
    [{ loss: { average: '1%', burst: 0.5 } }, ['out-of-range', 'loss', 'burst']],
    [{ loss: { average: '90%', burst: 8.9 } }, ['out-of-range', 'loss', 'burst']],
    [{ loss: { up: '1%', average: '1%' } }, ['mixed-directions', 'loss', 'average']],
    [{ rate: '0Mbit/s' }, ['out-of-range', 'rate']],
    [{ distribution: 'uniforn' }, ['not-a-choice', 'distribution']],
    [{ partition: 'sideways' }, ['not-a-choice', 'partition']],
    [{ refuse: 'yes' }, ['not-a-choice', 'refuse']],
    [{ reset: 'soon' }, ['invalid-quantity', 'reset']],
    [{ rtt: '5' }, ['invalid-quantity', 'rtt']],
    [{ loss: { average: '1%', burst: '3' } }, ['out-of-range', 'loss', 'burst']],
    [{ corrupt: '3' }, ['invalid-quantity', 'corrupt']],
    [{ dealy: '1s' }, ['unknown-key', 'dealy']],
    [{ rtt: '1s', delay: '1s' }, ['rtt-and-delay', 'rtt']],
    [{ jitter: '1ms' }, ['jitter-without-delay', 'jitter']],
    [{ delay: '1ms', jitter: '2ms' }, ['jitter-exceeds-delay', 'jitter']],
    [{ delay: '1ms', jitter: { up: '2ms' } }, ['jitter-exceeds-delay', 'jitter', 'up']],
    [{ delay: { up: '1s' }, jitter: '1ms' }, ['jitter-without-delay', 'jitter']],
    [{ delay: '1ms', distribution: 'normal' }, ['distribution-without-jitter', 'distribution']],
    [{ reorder: '1%' }, ['reorder-without-delay', 'reorder']],
    [{ buffer: '1s' }, ['buffer-without-rate', 'buffer']],
    [{ profile: 'android/umts', delay: 'none' }, ['jitter-without-delay', 'profile']],
  ])('are reported once, where they are: %j', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it('are reported for each direction that says something of its own', () => {
    expect(problemsOf({ delay: '1ms', jitter: { up: '2ms', down: '3ms' } })).toEqual([
      ['jitter-exceeds-delay', 'jitter', 'up'],
      ['jitter-exceeds-delay', 'jitter', 'down'],
    ]);
  });

  it.each([
    [{ partition: 'donw' }, 'did you mean `down`?'],
    [{ refuse: 'ture' }, 'did you mean `true`?'],
    [{ distribution: 'noen' }, 'did you mean `none`?'],
    [{ refuse: 'certainly' }, 'choose one of `true`, `false`, `none`'],
  ])('are told with what can be chosen: %j', (value, hint) => {
    expect(readImpairment(value, NO_PROFILES).problems[0]?.hint).toBe(hint);
  });

  it('quote no more of a key than a person reads', () => {
    const { problems } = readImpairment({ ['k'.repeat(500)]: 1 }, NO_PROFILES);
    expect(problems[0]?.message).toBe(`unknown key \`${'k'.repeat(80)}\` in an impairment`);
  });

  it('are told with the shortest burst in which so much can be lost', () => {
    const { problems } = readImpairment({ loss: { average: '90%', burst: 1.5 } }, new Map());
    expect(problems[0]?.hint).toContain('`burst: 9`');
    expect(problemsOf({ loss: { average: '90%', burst: 9 } })).toEqual([]);
    expect(problemsOf({ loss: { average: '100%', burst: 2 } })).toEqual([]);
  });

  it('suggests a profile from all that there are', () => {
    const own = new Map([['tram', CLEAR]]);
    expect(readImpairment('trma', own).problems[0]?.hint).toBe('did you mean `tram`?');
    expect(readImpairment('wpt/3g-fsat', own).problems[0]?.hint).toBe('did you mean `wpt/3g-fast`?');
  });

  it('are all reported, and cross-checks wait until the parts are sound', () => {
    expect(problemsOf({ delay: '1', jitter: '1s', loss: '2' })).toEqual([
      ['invalid-quantity', 'delay'],
      ['invalid-quantity', 'loss'],
    ]);
  });
});
