import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addedRtt,
  CLEAR,
  impairmentKey,
  isClear,
  type DirectionImpairment,
  type Impairment,
} from '../../../src/impairment/model.ts';

const direction = fc.record(
  {
    delay: fc.nat({ max: 5 }),
    rate: fc.constantFrom(1000, 2000),
    loss: fc.record({ average: fc.constantFrom(0.1, 0.2), burst: fc.constantFrom(1, 2) }),
    partition: fc.constant(true as const),
  },
  { requiredKeys: [] },
);
const impairment: fc.Arbitrary<Impairment> = fc.record({
  up: direction,
  down: direction,
  connection: fc.record(
    { refuse: fc.constant(true as const), reset: fc.nat({ max: 2 }) },
    { requiredKeys: [] },
  ),
});

function reversed<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    typeof item === 'object' && item !== null ? reversed(item) : item,
  ]);
  return Object.fromEntries(entries.toReversed());
}

describe('the key of an impairment', () => {
  it('is the same exactly for the same impairment', () => {
    fc.assert(
      fc.property(impairment, impairment, (one, other) => {
        expect(impairmentKey(one) === impairmentKey(other)).toBe(isDeepStrictEqual(one, other));
      }),
    );
  });

  it('does not depend on the order in which it was written', () => {
    fc.assert(
      fc.property(impairment, (one) => {
        expect(impairmentKey(reversed(one))).toBe(impairmentKey(one));
      }),
    );
  });

  it('tells up from down', () => {
    const way: DirectionImpairment = { delay: 10 };
    expect(impairmentKey({ ...CLEAR, up: way })).not.toBe(impairmentKey({ ...CLEAR, down: way }));
  });
});

describe('isClear', () => {
  it('is true of nothing, and only of nothing', () => {
    expect(isClear(CLEAR)).toBe(true);
    expect(isClear({ ...CLEAR, up: { delay: 0 } })).toBe(false);
    expect(isClear({ ...CLEAR, down: { partition: true } })).toBe(false);
    expect(isClear({ ...CLEAR, connection: { refuse: true } })).toBe(false);
  });
});

describe('addedRtt', () => {
  it('is what both delays add, and nothing else', () => {
    const up: DirectionImpairment = { delay: 100, jitter: 20, rate: 1000, buffer: 500 };
    expect(addedRtt({ up, down: { delay: 50 }, connection: { reset: 7 } })).toBe(150);
    expect(addedRtt({ ...CLEAR, down: { delay: 2000 } })).toBe(2000);
    expect(addedRtt(CLEAR)).toBe(0);
  });
});
