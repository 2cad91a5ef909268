import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import { predictRtt, quantile, type ProbePattern } from '../../../../src/engine/proof/predict.ts';
import { CLEAR, type DirectionImpairment, type Impairment } from '../../../../src/impairment/model.ts';

const STREAM: ProbePattern = { count: 24, interval: 20, ordered: true };
const DATAGRAMS: ProbePattern = { ...STREAM, ordered: false };

function upOnly(up: DirectionImpairment): Impairment {
  return { ...CLEAR, up };
}

function bothWays(way: DirectionImpairment): Impairment {
  return { ...CLEAR, up: way, down: way };
}

/** The median of the third smallest of 24 draws from [0, 1): Beta(3, 22), by Kerman's approximation. */
const THIRD_OF_24 = (3 - 1 / 3) / (25 - 2 / 3);

/** The time of an item of a stream, which waits for all before it. */
function inOrder(_at: number, index: number, times: readonly number[]): number {
  return Math.max(...times.slice(0, index + 1));
}

describe('quantile', () => {
  it('is the nearest rank, in whatever order the values come', () => {
    const values = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6];
    expect([0, 0.1, 0.11, 0.5, 1].map((q) => quantile(values, q))).toEqual([1, 1, 2, 5, 10]);
    expect(values[0]).toBe(5);
  });

  it('is no number for no values', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('the predicted round trip', () => {
  it('is nothing on a clear link, and leaves nothing to chance', () => {
    expect(predictRtt(CLEAR, STREAM)).toEqual({ value: 0, chance: 0 });
  });

  it('is both delays and the time that a probe of 16 bytes takes on the wire, each way', () => {
    const impairment: Impairment = {
      up: { delay: 100, rate: 128_000, loss: { average: 0.1, burst: 1 }, buffer: 500 },
      down: { delay: 200, rate: 12_800 },
      connection: {},
    };
    expect(predictRtt(impairment, STREAM)).toEqual({ value: 100 + 1 + 200 + 10, chance: 0 });
  });

  it('is the same every time', () => {
    const jittery = bothWays({ delay: 100, jitter: 30, distribution: 'normal' });
    expect(predictRtt(jittery, STREAM)).toEqual(predictRtt(jittery, STREAM));
  });

  it('with uniform jitter is its third smallest of 24 draws', () => {
    const { value, chance } = predictRtt(
      upOnly({ delay: 100, jitter: 50, distribution: 'uniform' }),
      DATAGRAMS,
    );
    expect(Math.abs(value - (100 + 50 * (2 * THIRD_OF_24 - 1)))).toBeLessThan(1);
    expect(chance).toBeGreaterThan(5);
    expect(chance).toBeLessThan(25);
  });

  it('is uniform jitter where the scenario names no shape', () => {
    const named = upOnly({ delay: 100, jitter: 50, distribution: 'uniform' });
    expect(predictRtt(upOnly({ delay: 100, jitter: 50 }), DATAGRAMS)).toEqual(predictRtt(named, DATAGRAMS));
  });

  it('with normal jitter both ways is that of their sum', () => {
    const { value } = predictRtt(bothWays({ delay: 200, jitter: 20, distribution: 'normal' }), DATAGRAMS);
    // -1.2287 is the normal quantile of 0.1096.
    expect(Math.abs(value - (400 - 1.2287 * 20 * Math.SQRT2))).toBeLessThan(2);
  });

  it('in a stream is the same as without order when probes cannot overtake each other', () => {
    const jittery = upOnly({ delay: 100, jitter: 50 });
    const apart = { count: 24, interval: 200 };
    expect(predictRtt(jittery, { ...apart, ordered: true })).toEqual(
      predictRtt(jittery, { ...apart, ordered: false }),
    );
  });

  it('in a stream waits for the slowest before: of probes sent at once, the greatest of the first three', () => {
    const { value } = predictRtt(upOnly({ delay: 100, jitter: 50 }), {
      count: 24,
      interval: 0,
      ordered: true,
    });
    expect(Math.abs(value - (100 + 50 * (2 * 0.5 ** (1 / 3) - 1)))).toBeLessThan(2);
  });

  it('in a stream keeps the order of probes each way', () => {
    const jittery = bothWays({ delay: 100, jitter: 50 });
    const { value } = predictRtt(jittery, { count: 24, interval: 5, ordered: true });
    const random = seededRandom(99);
    const delays = Array.from({ length: 2000 }, () => {
      const sent = Array.from({ length: 24 }, (_, index) => index * 5);
      const there = sent.map((at) => at + 100 + 50 * (2 * random() - 1)).map(inOrder);
      const back = there.map((at) => at + 100 + 50 * (2 * random() - 1)).map(inOrder);
      return quantile(
        back.map((at, index) => at - sent[index]!),
        0.1,
      );
    });
    expect(Math.abs(value - quantile(delays, 0.5))).toBeLessThan(2);
  });

  it('never lets jitter make a delay negative', () => {
    const { value } = predictRtt(upOnly({ delay: 10, jitter: 50 }), DATAGRAMS);
    expect(value).toBe(0);
  });

  it.each(['uniform', 'normal', 'pareto'] as const)(
    'leaves to chance what 99 of 100 measurements show: %s',
    (shape) => {
      const width = 40;
      const { value, chance } = predictRtt(
        upOnly({ delay: 500, jitter: width, distribution: shape }),
        DATAGRAMS,
      );
      const random = seededRandom(99);
      const draw = {
        uniform: () => 2 * random() - 1,
        // Irwin and Hall: the sum of twelve uniform draws has variance 1.
        normal: () => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6),
        pareto: () => (Math.cbrt(1 / (1 - random())) - 1.5) / Math.sqrt(0.75),
      }[shape];
      const within = Array.from({ length: 2000 }, () => {
        const drawn = Array.from({ length: 24 }, () => 500 + width * draw()).sort((a, b) => a - b);
        return Math.abs(drawn[2]! - value) <= chance;
      }).filter(Boolean).length;
      expect(within / 2000).toBeGreaterThan(0.975);
      expect(chance).toBeLessThan(width);
    },
  );
});
