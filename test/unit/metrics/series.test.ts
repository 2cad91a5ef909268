import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observe, type Observation } from '../../../src/metrics/observation.ts';
import { Series } from '../../../src/metrics/series.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';
import { everySample } from '../../../src/metrics/window-data.ts';

const timeline = new Timeline([
  { name: 'baseline', start: 0, windowStart: 1500, end: 4000 },
  { name: '3g', start: 4000, windowStart: 5000, end: 8000 },
]);

function answered(due: number, latency: number, name = 'GET /'): Observation {
  return { due, end: due + latency, sent: due, name, ok: true, answered: true };
}

function lost(due: number, elapsed: number, failure: 'timeout' | 'refused' = 'timeout'): Observation {
  return { due, end: due + elapsed, sent: due, name: 'GET /', ok: false, answered: false, failure };
}

describe('a series', () => {
  it('counts an exchange into the window in which it was due', () => {
    const series = new Series(timeline);
    series.add(answered(1499, 100));
    series.add(answered(1500, 100));
    series.add(answered(3999.5, 0.25));
    series.add(answered(4000, 10));
    const window = series.window({ from: 1500, to: 4000 });
    expect(window.inside.n).toBe(2);
    expect(window.straddling.n).toBe(0);
    expect(window.seconds).toBe(2.5);
  });

  it('keeps what ended in time by the block in which it was due, too', () => {
    const series = new Series(timeline);
    for (const due of [1600, 1700, 3100, 3950]) series.add(answered(due, 60));
    const { inside, straddling, blocks } = series.window({ from: 1500, to: 4000 });
    expect([inside.n, straddling.n]).toEqual([3, 1]);
    // Of the second in between nothing was due.
    expect(blocks.map(({ n }) => n)).toEqual([2, 1]);
  });

  it('keeps apart what ended after its step, with how long it had waited by then', () => {
    const series = new Series(timeline);
    series.add(answered(3000, 1000));
    series.add(answered(3200, 900));
    series.add(lost(3900, 5000));
    const window = series.window({ from: 1500, to: 4000 });
    expect(window.inside.n).toBe(1);
    expect(window.straddling.n).toBe(2);
    expect(window.straddling.answered.max).toBe(900);
    expect(window.waited.min).toBe(100);
    expect(window.waited.max).toBe(800);
    expect(everySample(window).n).toBe(3);
  });

  it('counts an error status at its latency, and what has no answer as slower than any', () => {
    const series = new Series(timeline);
    for (let index = 0; index < 8; index += 1) series.add(answered(2000 + index, 20));
    series.add({ ...answered(2100, 300), ok: false, failure: 'status' });
    series.add(lost(2200, 1, 'refused'));
    const { inside } = series.window({ from: 1500, to: 4000 });
    expect(inside.valueAtRank(9)).toBe(300);
    expect(inside.valueAtRank(10)).toBe(Infinity);
    expect(inside.unanswered.sum).toBe(1);
    expect([...inside.failures]).toEqual([
      ['status', 1],
      ['refused', 1],
    ]);
  });

  it('is, summed over any windows, what a list of all exchanges says', () => {
    const exchange = fc.record({
      due: fc.integer({ min: -100, max: 8100 }),
      latency: fc.integer({ min: 0, max: 3000 }),
      ok: fc.boolean(),
      answered: fc.boolean(),
    });
    const ranges = [
      { from: 0, to: 4000, end: 4000 },
      { from: 1500, to: 3000, end: 4000 },
      { from: 5000, to: 8000, end: 8000 },
    ];
    fc.assert(
      fc.property(fc.array(exchange, { maxLength: 100 }), fc.constantFrom(...ranges), (exchanges, range) => {
        const series = new Series(timeline);
        for (const { due, latency, ok, answered: came } of exchanges) {
          series.add({ due, end: due + latency, name: 'x', ok: ok && came, answered: came });
        }
        const within = exchanges.filter(({ due }) => due >= range.from && due < range.to);
        const late = within.filter(({ due, latency }) => due + latency > range.end);
        const window = series.window(range);
        const all = everySample(window);
        expect(all.n).toBe(within.length);
        expect(all.ok).toBe(within.filter((one) => one.ok && one.answered).length);
        expect(all.unanswered.count).toBe(within.filter((one) => !one.answered).length);
        expect(window.straddling.n).toBe(late.length);
        expect(all.answered.sum + all.unanswered.sum).toBe(within.reduce((sum, one) => sum + one.latency, 0));
        expect(window.waited.sum).toBe(late.reduce((sum, one) => sum + range.end - one.due, 0));
        expect(series.outside).toBe(exchanges.filter(({ due }) => due < 0 || due >= 8000).length);
      }),
    );
  });

  it('holds only the requests that its filter names, and every dropped arrival', () => {
    const series = new Series(timeline, { name: 'cart' });
    series.add(answered(2000, 10, 'cart'));
    series.add(answered(2000, 10, 'home'));
    series.drop(2100);
    series.drop(-5);
    const window = series.window({ from: 1500, to: 4000 });
    expect(window.inside.n).toBe(1);
    expect(window.dropped).toBe(1);
    expect(series.outside).toBe(1);
  });

  it('keeps the lag of the generator as a series of its own', () => {
    const series = new Series(timeline);
    series.add({ ...answered(2000, 500), sent: 2030 });
    series.add({ ...answered(2001, 500), sent: 2000.9 });
    const { lag } = series.window({ from: 1500, to: 4000 });
    expect(lag.count).toBe(2);
    expect(lag.max).toBe(30);
    expect(lag.min).toBe(0);
  });

  it('gives a point for each block, with null where there is no answer to show', () => {
    const series = new Series(timeline);
    series.add(answered(100, 40));
    series.add(lost(4100, 3000));
    const points = series.points();
    expect(points).toHaveLength(timeline.blocks.length);
    expect(points[0]).toEqual({ t: 0, seconds: 1, n: 1, ok: 1, failed: 0, p50: 40, p95: 40, p99: 40 });
    expect(points[1]).toMatchObject({ t: 1000, seconds: 0.5, n: 0, p50: null });
    expect(points.find(({ t }) => t === 4000)).toMatchObject({ n: 1, ok: 0, failed: 1, p50: null });
  });
});

describe('a sample on the time of the run', () => {
  const sample = { due: 1010, sent: 1012, end: 1050, name: 'GET /', status: 200, ok: true };

  it('moves to the zero of the run', () => {
    expect(observe(sample, 1000)).toEqual({
      due: 10,
      sent: 12,
      end: 50,
      name: 'GET /',
      ok: true,
      answered: true,
    });
  });

  it.each([
    [{ status: 500, ok: false, failure: 'status' as const }, true],
    [{ status: 0, ok: false, failure: 'refused' as const }, false],
    [{ status: 200, ok: false, failure: 'reset' as const }, false],
  ])('is answered only by a whole answer: %j', (change, whole) => {
    expect(observe({ ...sample, ...change }, 1000).answered).toBe(whole);
  });
});
