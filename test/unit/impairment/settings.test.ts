import { describe, expect, it } from 'vitest';

import { CLEAR, type Impairment } from '../../../src/impairment/model.ts';
import type { ImpairmentProblem } from '../../../src/impairment/problem.ts';
import { amendImpairment, readSettings } from '../../../src/impairment/settings.ts';

function amend(current: Impairment, words: string): Impairment {
  const { document, problems } = readSettings(words.split(' '));
  const reading = amendImpairment(current, document);
  expect([...problems, ...reading.problems]).toEqual([]);
  return reading.impairment;
}

function problemsOf(words: string, current = CLEAR): readonly ImpairmentProblem[] {
  const { document, problems } = readSettings(words.split(' '));
  return [...problems, ...amendImpairment(current, document).problems];
}

describe('the words of a command line', () => {
  it.each([
    ['delay=100ms', { delay: '100ms' }],
    ['wpt/3g loss=1%', { profile: 'wpt/3g', loss: '1%' }],
    ['up.rate=1Mbit/s', { rate: { up: '1Mbit/s' } }],
    ['up.delay=5ms down.delay=9ms', { delay: { up: '5ms', down: '9ms' } }],
    ['delay=100ms up.delay=5ms', { delay: { up: '5ms', down: '100ms' } }],
    ['up.delay=5ms delay=100ms', { delay: { up: '5ms', down: '100ms' } }],
    ['loss=2% loss.burst=5', { loss: { average: '2%', burst: 5 } }],
    ['down.loss.average=2% down.loss.burst=5', { loss: { down: { average: '2%', burst: 5 } } }],
    ['loss=2% up.loss.burst=3', { loss: { up: { average: '2%', burst: 3 }, down: '2%' } }],
    ['loss.burst=5 loss=2%', { loss: { average: '2%', burst: 5 } }],
    ['up.loss.burst=3 loss=2%', { loss: { up: { average: '2%', burst: 3 }, down: '2%' } }],
    ['up.loss.burst=3 up.loss=2%', { loss: { up: { average: '2%', burst: 3 } } }],
    ['partition=true', { partition: true }],
    ['refuse=false', { refuse: false }],
    ['delay=2.25', { delay: 2.25 }],
    ['rate=x5', { rate: 'x5' }],
    ['partition=up rate=none', { partition: 'up', rate: 'none' }],
    ['delay=100', { delay: 100 }],
  ])('%s is what a scenario would hold', (words, document) => {
    expect(readSettings(words.split(' '))).toEqual({ document, problems: [] });
  });

  it.each([
    ['rate.up=1Mbit/s', 'unknown-key', 'write `up.rate=...`'],
    ['up.rtt=100ms', 'unknown-key', 'write `up.delay`'],
    ['up.refuse=true', 'unknown-key', '`refuse` has no direction'],
    ['up=100ms', 'unknown-key', 'say what of it, as in `up.delay=100ms`'],
    ['loss.burts=3', 'unknown-key', 'a loss has `loss.average` and `loss.burst`'],
    ['dealy=100ms', 'unknown-key', 'did you mean `delay`?'],
    ['=5ms', 'unknown-key', ''],
    ['delay=1ms delay=2ms', 'duplicate-key', 'keep one of the two'],
    ['wpt/3g wpt/2g', 'duplicate-key', 'name one, and change it by `key=value`'],
    ['delay=100', 'invalid-quantity', ''],
    ['delay=0', 'invalid-quantity', ''],
    ['rate=100kbps', 'invalid-quantity', ''],
    ['loss=0.02', 'invalid-quantity', ''],
    ['rtt=100ms delay=5ms', 'rtt-and-delay', 'keep one of the two'],
    ['jitter=5ms', 'jitter-without-delay', ''],
    ['wpt/4gg', 'unknown-profile', ''],
  ])('%s is %s', (words, code, hint) => {
    const problems = problemsOf(words);
    expect(problems).toContainEqual(expect.objectContaining({ code, hint: expect.stringContaining(hint) }));
  });
});

describe('a change of what is in force', () => {
  it('replaces one value of one direction, and leaves the others', () => {
    const first = amend(CLEAR, 'delay=100ms loss=2%');
    const second = amend(first, 'up.delay=30ms rate=1Mbit/s');
    expect(second).toEqual({
      up: { delay: 30, loss: { average: 0.02, burst: 1 }, rate: 1_000_000 },
      down: { delay: 100, loss: { average: 0.02, burst: 1 }, rate: 1_000_000 },
      connection: {},
    });
    expect(amend(second, 'delay=none loss=none up.rate=none')).toEqual({
      up: {},
      down: { rate: 1_000_000 },
      connection: {},
    });
  });

  it('replaces everything where it is a profile', () => {
    const slow = amend(amend(CLEAR, 'loss=2%'), 'scope/slow');
    expect(slow).toEqual({ up: {}, down: { delay: 2000 }, connection: {} });
  });

  it('is judged with what it leaves in force', () => {
    const delayed = amend(CLEAR, 'delay=20ms jitter=5ms');
    expect(amend(delayed, 'jitter=15ms').up.jitter).toBe(15);
    expect(problemsOf('delay=none', delayed).map(({ code }) => code)).toEqual(['jitter-without-delay']);
    expect(problemsOf('jitter=25ms', delayed).map(({ code }) => code)).toEqual(['jitter-exceeds-delay']);
  });
});
