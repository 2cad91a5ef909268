import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS, DurationCounts } from '../../../../src/cli/metrics/duration-counts.ts';
import type { Reading } from '../../../../src/cli/metrics/catalogue.ts';

const METRIC = 'squall_edge_request_duration_seconds';

function bucketsOf(readings: readonly Reading[]): (readonly [le: string, value: number])[] {
  return readings.flatMap(({ part, labels, value }) =>
    part === 'bucket' ? [[labels['le'] ?? '', value] as const] : [],
  );
}

function partOf(readings: readonly Reading[], part: 'sum' | 'count'): number | undefined {
  return readings.find((reading) => reading.part === part)?.value;
}

describe('durations in buckets', () => {
  it('begin with every bucket at 0, so that a rate knows the first value', () => {
    const buckets = bucketsOf(new DurationCounts().readings(METRIC, {}));
    expect(buckets).toHaveLength(BUCKETS.length + 1);
    expect(buckets.every(([, value]) => value === 0)).toBe(true);
  });

  it('count a duration into every bucket from its own on, whose upper edge belongs to it', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100_000, noNaN: true })), (durations) => {
        const counts = new DurationCounts();
        for (const duration of durations) counts.add(duration);
        const readings = counts.readings(METRIC, {});
        for (const [le, value] of bucketsOf(readings)) {
          const edge = le === '+Inf' ? Infinity : Number(le);
          expect(value).toBe(durations.filter((duration) => duration / 1000 <= edge).length);
        }
        expect(partOf(readings, 'count')).toBe(durations.length);
      }),
    );
  });

  it('put what nobody answered above every edge, with the time that it lasted in the sum', () => {
    const counts = new DurationCounts();
    counts.add(250);
    counts.addUnanswered(3);
    const readings = counts.readings(METRIC, { edge: 'last-mile' });
    const buckets = bucketsOf(readings);
    expect(buckets.find(([le]) => le === '60.0')).toEqual(['60.0', 1]);
    expect(buckets.at(-1)).toEqual(['+Inf', 2]);
    expect(partOf(readings, 'sum')).toBeCloseTo(0.253);
    expect(readings.every(({ labels }) => labels['edge'] === 'last-mile')).toBe(true);
  });

  it('resolve the two seconds of a delay to a twentieth', () => {
    const after = BUCKETS.find((edge) => edge > 2);
    expect(BUCKETS).toContain(2);
    expect(after).toBeLessThanOrEqual(2.1);
    expect([...BUCKETS].sort((a, b) => a - b)).toEqual(BUCKETS);
  });

  it('write their edges as OpenMetrics does', () => {
    const edges = bucketsOf(new DurationCounts().readings(METRIC, {})).map(([le]) => le);
    expect(edges).toContain('1.0');
    expect(edges).toContain('0.001');
    expect(edges).not.toContain('1');
  });
});
