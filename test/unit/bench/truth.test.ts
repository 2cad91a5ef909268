import { describe, expect, it } from 'vitest';
import { quantile } from '../../../bench/harness/statistics.mjs';
import { ANSWER, latencyAt, RATE, standstills } from '../../../bench/generator/truth.mjs';

describe('the truth about the stalling server', () => {
  it.each([0.5, 0.76, 0.9, 0.99])('is what requests at an even rate wait for it, at %d', (share) => {
    const takenAt = standstills();
    const dueTimes = Array.from({ length: 20 * RATE }, (_, index) => (index * 1000) / RATE);
    const latencies = dueTimes.map((due) => takenAt(due) + ANSWER - due);
    expect(quantile(latencies, share)).toBeCloseTo(latencyAt(share), 6);
  });
});
