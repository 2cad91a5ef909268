import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveWindow } from '../../../src/engine/live-window.ts';
import type { Observation } from '../../../src/metrics/observation.ts';

function ended(end: number, latency = 10): Observation {
  return { due: end - latency, end, name: 'GET /', ok: true, answered: true };
}

function refused(end: number): Observation {
  return { due: end, end, name: 'GET /', ok: false, answered: false, failure: 'refused' };
}

function windowOf(observations: readonly Observation[]): LiveWindow {
  const window = new LiveWindow();
  for (const observation of observations) window.add(observation);
  return window;
}

/** `perSecond` evenly, each after 10 ms. */
function traffic(from: number, to: number, perSecond: number): Observation[] {
  const count = ((to - from) / 1000) * perSecond;
  return Array.from({ length: count }, (_, index) => ended(from + (index + 0.5) * (1000 / perSecond)));
}

describe('the live window', () => {
  it('has no success and no latency where nothing ended', () => {
    expect(new LiveWindow().figures('shoppers', 5000)).toEqual({ subject: 'shoppers', rps: 0, open: 0 });
  });

  it('shows the rate, the share and the latency of what ended just now', () => {
    const answers = Array.from({ length: 95 }, (_, index) => ended(4000 + index, 20));
    const slow = Array.from({ length: 5 }, (_, index) => ended(4500 + index, 400));
    const window = windowOf([...answers, ...slow, ...Array.from({ length: 25 }, () => refused(4600))]);
    window.setOpen(7);
    expect(window.figures('shoppers', 5000)).toEqual({
      subject: 'shoppers',
      rps: expect.closeTo(125 / 1.95, 6),
      success: 0.8,
      p95: expect.closeTo(20, 0),
      open: 7,
    });
  });

  it('has no latency where everything failed', () => {
    const figures = windowOf([refused(900)]).figures('shoppers', 1000);
    expect(figures).toMatchObject({ success: 0 });
    expect(figures).not.toHaveProperty('p95');
  });

  it('shows the true rate of steady traffic at any moment, also right after the start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 20_000 }), (now) => {
        const window = windowOf(traffic(0, 20_000, 100).filter(({ end }) => end <= now));
        expect(Math.abs(window.figures('shoppers', now).rps - 100)).toBeLessThan(6);
      }),
    );
  });

  it('does not take the batch that has not come yet for silence', () => {
    const lag = fc.integer({ min: 0, max: 250 });
    fc.assert(
      fc.property(fc.integer({ min: 3000, max: 20_000 }), lag, (now, late) => {
        const window = windowOf(traffic(0, 20_000, 100).filter(({ end }) => end <= now - late));
        expect(Math.abs(window.figures('shoppers', now).rps - 100)).toBeLessThan(2);
      }),
    );
  });

  it('falls when nothing comes any more', () => {
    const window = windowOf(traffic(0, 10_000, 100));
    expect(window.figures('shoppers', 11_000).rps).toBeLessThan(70);
    expect(window.figures('shoppers', 13_000).rps).toBe(0);
  });

  it('forgets what ended more than two seconds ago, in whatever order it is told', () => {
    const observations = fc.array(fc.integer({ min: -500, max: 9999 }), { maxLength: 200 });
    fc.assert(
      fc.property(observations, (ends) => {
        const figures = windowOf(ends.map((end) => ended(end))).figures('shoppers', 10_000);
        const until = Math.max(9750, ...ends);
        const first = Math.floor(until / 100) * 100 - 1900;
        const recent = ends.filter((end) => end >= first).length;
        expect(figures.rps * ((until - first) / 1000)).toBeCloseTo(recent, 6);
      }),
    );
    expect(windowOf([ended(1000)]).figures('shoppers', 60_000).rps).toBe(0);
  });

  it('shows the last seconds of an hour that nobody looked at', () => {
    const window = windowOf(traffic(0, 3_600_000, 100));
    expect(window.figures('last-mile', 3_600_000).rps).toBeCloseTo(100, 0);
  });
});
