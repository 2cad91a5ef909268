import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { queueLimit } from '../../../../src/drivers/tc/limit.ts';
import { burstLoss, netemWords } from '../../../../src/drivers/tc/netem.ts';
import { CLEAR_NETEM } from '../../../../src/exec/network/drain.ts';
import type { DirectionImpairment } from '../../../../src/impairment/model.ts';

function text(way: DirectionImpairment): string {
  return netemWords(way).join(' ');
}

describe('netemWords', () => {
  it('states every parameter of a clear direction, just as the undo does', () => {
    expect(text({})).toBe('limit 100000 delay 0ms 0ms loss 0% duplicate 0% corrupt 0% reorder 0% rate 0bit');
    expect(netemWords({})).toEqual(CLEAR_NETEM);
  });

  it('states every parameter of a full one', () => {
    const way: DirectionImpairment = {
      delay: 33.333,
      jitter: 0.25,
      distribution: 'pareto',
      loss: { average: 0.02, burst: 4 },
      duplicate: 0.01,
      corrupt: 0.001,
      reorder: 0.25,
      rate: 780_000,
      buffer: 1000,
    };
    expect(text(way)).toBe(
      'limit 69 delay 33.333ms 0.25ms distribution pareto loss gemodel 0.510204% 25% 100% 0% ' +
        'duplicate 1% corrupt 0.1% reorder 25% rate 780000bit',
    );
  });

  it('gives every time a unit, because a bare number is microseconds, and every rate bits, because kbps is bytes', () => {
    fc.assert(
      fc.property(
        fc.record({
          delay: fc.double({ min: 0, max: 274_000, noNaN: true }),
          rate: fc.integer({ min: 1, max: 1e11 }),
        }),
        (way) => {
          const words = netemWords(way);
          expect(words[words.indexOf('delay') + 1]).toMatch(/^\d+(\.\d+)?ms$/);
          expect(words[words.indexOf('delay') + 2]).toMatch(/^\d+(\.\d+)?ms$/);
          expect(words[words.indexOf('rate') + 1]).toMatch(/^\d+bit$/);
        },
      ),
    );
  });

  it('writes shares as plain numbers however small they are', () => {
    expect(text({ corrupt: 1e-8, duplicate: 1e-12 })).toContain('duplicate 0% corrupt 0.000001%');
  });

  it('names the uniform distribution, because a change keeps the one before', () => {
    expect(text({ delay: 100, jitter: 20 })).toContain('delay 100ms 20ms distribution uniform');
  });

  it('leaves the distribution out without jitter, which tc would refuse', () => {
    expect(text({ delay: 100, distribution: 'normal' })).not.toContain('distribution');
  });

  it('leaves reordering out without a delay, which tc would refuse', () => {
    expect(text({ reorder: 0.5 })).toContain('reorder 0%');
  });

  it.each<[string, DirectionImpairment]>([
    ['a partition', { partition: true, duplicate: 0.5, loss: { average: 0.01, burst: 3 } }],
    ['a loss of everything in bursts', { loss: { average: 1, burst: 5 } }],
  ])('loses every packet in %s', (_what, way) => {
    expect(text(way)).toMatch(/ loss 100% duplicate 0% /);
  });

  it('never rounds a rate to 0, which is no limit at all', () => {
    expect(text({ rate: 1 })).toMatch(/ rate 8bit$/);
  });

  it('loses single packets by a draw each', () => {
    expect(text({ loss: { average: 0.015, burst: 1 } })).toContain('loss 1.5% ');
  });
});

describe('burstLoss', () => {
  it('has the average and the burst that were asked for', () => {
    expect(burstLoss({ average: 0.02, burst: 4 }).begin).toBeCloseTo(0.005102, 6);
    fc.assert(
      fc.property(
        fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
        fc.double({ min: 1.01, max: 100, noNaN: true }),
        (average, burst) => {
          const { begin, end } = burstLoss({ average, burst });
          expect(begin / (begin + end)).toBeCloseTo(average, 9);
          expect(1 / end).toBeCloseTo(burst, 9);
        },
      ),
    );
  });
});

describe('queueLimit', () => {
  // Rate, delay, and 1.5 times the packets in flight, with a buffer of 0 to leave them alone.
  it.each([
    [100e6, 100, 1250],
    [100e6, 300, 3750],
    [1e9, 100, 12_500],
    [10e6, 50, 63],
    [400e3, 200, 50],
  ])('holds what %d bit/s delays by %d ms: %d packets', (rate, delay, limit) => {
    expect(queueLimit({ rate, delay, buffer: 0 })).toBe(limit);
  });

  it('adds three times the jitter and the buffer', () => {
    expect(queueLimit({ rate: 12e6, delay: 10, jitter: 10, buffer: 200 })).toBe(60 + 200);
    expect(queueLimit({ rate: 12e6 })).toBe(300);
  });

  it('never is the 30 s of queue that 1000 packets are at 400 kbit/s', () => {
    expect((queueLimit({ rate: 400e3, delay: 200 }) * 1500 * 8) / 400e3).toBeLessThan(2);
  });

  it('is out of the way where there is no rate, and fits 32 bits', () => {
    expect(queueLimit({ delay: 1000 })).toBe(100_000);
    expect(queueLimit({ rate: 1e15, delay: 1e6 })).toBe(2_147_483_647);
  });
});
