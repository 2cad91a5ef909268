import { describe, expect, it } from 'vitest';

import { readBackNetem } from '../../../../src/drivers/tc/read-back.ts';
import { queueLimit } from '../../../../src/drivers/tc/limit.ts';
import { parseQdiscs, type Qdisc } from '../../../../src/exec/network/qdiscs.ts';
import type { DirectionImpairment } from '../../../../src/impairment/model.ts';

/** As tc 6.1 has printed it: seconds, shares, bytes a second; a key only where it is set. */
function netem(options: Readonly<Record<string, unknown>>): Qdisc {
  const [qdisc] = parseQdiscs(
    JSON.stringify([
      { kind: 'netem', handle: '5372:', parent: '5371:2', options: { ecn: false, gap: 0, ...options } },
    ]),
  );
  if (qdisc === undefined) throw new Error('not a qdisc');
  return qdisc;
}

const FULL: DirectionImpairment = {
  delay: 33.333,
  jitter: 1,
  distribution: 'normal',
  loss: { average: 0.02, burst: 4 },
  duplicate: 0.01,
  corrupt: 0.001,
  reorder: 0.02,
  rate: 780_004,
  buffer: 500,
};

const FULL_OPTIONS = {
  limit: queueLimit(FULL),
  delay: { delay: 0.033332, jitter: 0.001, correlation: 0 },
  'loss-gemodel': { p: 0.005102, r: 0.25, '1-h': 1, '1-k': 0 },
  duplicate: { duplicate: 0.01, correlation: 0 },
  reorder: { reorder: 0.02, correlation: 0 },
  corrupt: { corrupt: 0.001, correlation: 0 },
  rate: { rate: 97_500, packetoverhead: 0, cellsize: 0, celloverhead: 0 },
};

describe('readBackNetem', () => {
  it('finds what was asked for through the rounding of the kernel', () => {
    expect(readBackNetem(netem(FULL_OPTIONS), FULL)).toBe(FULL);
  });

  it('finds nothing in a clear netem', () => {
    expect(readBackNetem(netem({ limit: 100_000 }), {})).toEqual({});
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a delay', { delay: { delay: 0.0334, jitter: 0.001, correlation: 0 } }],
    ['a jitter', { delay: { delay: 0.033333, jitter: 0.0011, correlation: 0 } }],
    ['a loss', { 'loss-gemodel': { p: 0.0052, r: 0.25, '1-h': 1, '1-k': 0 } }],
    ['a burst', { 'loss-gemodel': { p: 0.005102, r: 0.2501, '1-h': 1, '1-k': 0 } }],
    ['a loss model', { 'loss-gemodel': undefined, 'loss-random': { loss: 0.02, correlation: 0 } }],
    ['a partition', { 'loss-gemodel': undefined, 'loss-random': { loss: 1, correlation: 0 } }],
    ['a duplicate', { duplicate: { duplicate: 0.0101, correlation: 0 } }],
    ['a corruption that was kept', { corrupt: { corrupt: 0.0011, correlation: 0 } }],
    ['a reordering that was kept', { reorder: { reorder: 0.021, correlation: 0 } }],
    ['a rate', { rate: { rate: 97_502 } }],
    ['a limit that fell back', { limit: 1000 }],
  ])('tells %s that is not the one asked for', (_what, other) => {
    const found = readBackNetem(netem({ ...FULL_OPTIONS, ...other }), FULL);
    expect(found).not.toBe(FULL);
  });

  it('says what is in force in the units of the model', () => {
    expect(readBackNetem(netem(FULL_OPTIONS), {})).toEqual({
      delay: expect.closeTo(33.332, 6),
      jitter: 1,
      loss: { average: expect.closeTo(0.02, 5), burst: 4 },
      duplicate: 0.01,
      corrupt: 0.001,
      reorder: 0.02,
      rate: 780_000,
    });
  });

  it.each<DirectionImpairment>([{ partition: true, duplicate: 0.5 }, { loss: { average: 1, burst: 3 } }])(
    'finds %o in a loss of everything',
    (requested) => {
      const options = { limit: queueLimit(requested), 'loss-random': { loss: 1, correlation: 0 } };
      expect(readBackNetem(netem(options), requested)).toBe(requested);
      expect(readBackNetem(netem(options), {})).toEqual({ partition: true });
    },
  );

  it('does not take a random loss for none', () => {
    const options = { limit: 100_000, 'loss-random': { loss: 0.00001, correlation: 0 } };
    expect(readBackNetem(netem(options), {})).toEqual({ loss: { average: 0.00001, burst: 1 } });
  });
});
