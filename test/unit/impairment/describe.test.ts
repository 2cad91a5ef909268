import { describe, expect, it } from 'vitest';
import { describeImpairment } from '../../../src/impairment/describe.ts';
import {
  CLEAR,
  DIRECTION_KEYS,
  type DirectionImpairment,
  type Impairment,
} from '../../../src/impairment/model.ts';

function impairment(parts: Partial<Impairment>): Impairment {
  return { ...CLEAR, ...parts };
}

function symmetric(way: DirectionImpairment): Impairment {
  return impairment({ up: way, down: way });
}

const EVERYTHING: Required<DirectionImpairment> = {
  delay: 150,
  jitter: 20,
  distribution: 'normal',
  loss: { average: 0.01, burst: 1 },
  duplicate: 0.002,
  corrupt: 0.003,
  reorder: 0.25,
  rate: 768_000,
  buffer: 300,
  partition: true,
};

describe('an impairment in words', () => {
  it('is clear when it is nothing', () => {
    expect(describeImpairment(CLEAR)).toBe('clear');
  });

  it('names every key once, in the order of the keys, when both directions are alike', () => {
    expect(Object.keys(EVERYTHING).toSorted()).toEqual(DIRECTION_KEYS.toSorted());
    expect(describeImpairment(symmetric(EVERYTHING))).toBe(
      'RTT 300ms, jitter 20ms, distribution normal, loss 1%, duplicate 0.2%, corrupt 0.3%, reorder 25%, ' +
        'rate 768kbit/s, buffer 300ms, partition',
    );
  });

  it('says the direction of what is only one way', () => {
    const text =
      'delay 150ms up, jitter 20ms up, distribution normal up, loss 1% up, duplicate 0.2% up, corrupt 0.3% up, ' +
      'reorder 25% up, rate 768kbit/s up, buffer 300ms up, partition up';
    expect(describeImpairment(impairment({ up: EVERYTHING }))).toBe(text);
    expect(describeImpairment(impairment({ down: EVERYTHING }))).toBe(text.replaceAll(' up', ' down'));
  });

  it('says both values where the directions differ', () => {
    const up: DirectionImpairment = { delay: 100, rate: 768_000 };
    const down: DirectionImpairment = { delay: 200, rate: 1_600_000, loss: { average: 0.05, burst: 3 } };
    expect(describeImpairment(impairment({ up, down }))).toBe(
      'delay 100ms up, delay 200ms down, loss 5% in bursts of 3 down, rate 768kbit/s up, rate 1.6Mbit/s down',
    );
  });

  it('keeps a delay of nothing apart from none', () => {
    expect(describeImpairment(symmetric({ delay: 0 }))).toBe('RTT 0ms');
    expect(describeImpairment(impairment({ up: { delay: 0 }, down: { delay: 5 } }))).toBe(
      'delay 0ms up, delay 5ms down',
    );
  });

  it.each([
    [{ refuse: true }, 'refuse'],
    [{ reset: 0 }, 'reset'],
    [{ reset: 1500 }, 'reset after 1.5s'],
    [{ halfOpen: true }, 'half-open'],
    [{ slowClose: 2000 }, 'slow-close 2s'],
    [{ refuse: true, slowClose: 50 }, 'refuse, slow-close 50ms'],
  ] as const)('says what happens to whole connections: %j', (connection, text) => {
    expect(describeImpairment(impairment({ connection }))).toBe(text);
  });

  it('puts the connections after the bytes', () => {
    expect(describeImpairment({ ...symmetric({ delay: 10 }), connection: { halfOpen: true } })).toBe(
      'RTT 20ms, half-open',
    );
  });
});
