import { describe, expect, it } from 'vitest';

import type { ProofRow } from '../../../../src/core/result.gen.ts';
import { compareOverTime, type FollowedLink } from '../../../../src/engine/proof/follow.ts';
import { predictOverTime } from '../../../../src/engine/proof/predict-over-time.ts';
import { quietProbes } from '../../../../src/engine/proof/quiet-probes.ts';
import type { TimedProbe } from '../../../../src/engine/probe/watch-link.ts';
import { CLEAR, type DirectionImpairment } from '../../../../src/impairment/model.ts';
import type { ScheduledState } from '../../../../src/impairment/varying/schedule.ts';

function state(at: number, way: DirectionImpairment): ScheduledState {
  return { at, impairment: { ...CLEAR, up: way, down: way } };
}

const RISING = Array.from({ length: 40 }, (_, index) => state(index * 250, { delay: 50 + 5 * index }));
const LINK: FollowedLink = { schedule: RISING, end: 10_000, per: 'client', protocol: 'http' };

/** Probes each 50 ms that show what the schedule says, but for what a test adds. */
function probes(link: FollowedLink, add: (at: number) => number = () => 0): TimedProbe[] {
  const sent = Array.from({ length: 180 }, (_, index) => index * 50);
  const predicted = predictOverTime(link.schedule, sent, link);
  return sent.map((at, index) => ({ at, rtt: predicted[index]! + add(at) }));
}

function rttRow(link: FollowedLink, seen: readonly TimedProbe[]): ProofRow {
  const { rows } = compareOverTime(link, seen);
  expect(rows[0]?.what).toBe('RTT over the window');
  return rows[0]!;
}

describe('predictOverTime', () => {
  it('takes for each way what is in force when the probe enters it', () => {
    const schedule = [state(0, { delay: 100 }), state(1000, { delay: 300 })];
    const link = { per: 'client', protocol: 'udp' } as const;
    expect(predictOverTime(schedule, [0, 850, 950, 1000], link)).toEqual([200, 200, 400, 600]);
  });

  it('hurries a stream where a delay shrinks, as the proxy does, and not what is in the queue of the kernel', () => {
    const schedule = [state(0, { delay: 300 }), state(1000, { delay: 100 })];
    const sent = [600, 900, 1000];
    // Sent at 600: there at 900, and hurried on its way back; sent at 900: hurried on its way there.
    expect(predictOverTime(schedule, sent, { per: 'client', protocol: 'tcp' })).toEqual([500, 300, 200]);
    expect(predictOverTime(schedule, sent, { per: 'client', protocol: 'udp' })).toEqual([600, 400, 200]);
  });

  it('keeps what a rate holds back in order', () => {
    const schedule = [state(0, { delay: 300, rate: 1e9 }), state(1000, { delay: 0, rate: 1e9 })];
    const [first, second] = predictOverTime(schedule, [900, 1000], { per: 'edge', protocol: 'udp' });
    expect(first).toBeCloseTo(300, 1);
    expect(second).toBeCloseTo(200, 1);
  });
});

describe('quietProbes', () => {
  it('leaves out the opening of the connection, outages, and what recovers from one', () => {
    const schedule = [state(0, { delay: 50 }), state(4000, { partition: true }), state(5000, { delay: 50 })];
    const all = Array.from({ length: 100 }, (_, index) => ({ at: index * 100, rtt: 1 }));
    const kept = quietProbes(schedule, all).map(({ at }) => at);
    expect(kept.filter((at) => at < 400)).toEqual([]);
    expect(kept.filter((at) => at >= 3900 && at < 8100)).toEqual([]);
    expect(kept).toHaveLength(35 + 19);
  });
});

describe('a link that varies', () => {
  it('stands requested, predicted and observed side by side, with the mean error', () => {
    const followed = compareOverTime(
      LINK,
      probes(LINK, (at) => (at % 100 === 0 ? 400 : 2)),
    );
    const row = followed.rows[0]!;
    expect(row).toMatchObject({ ok: true, requested: 'mean 295ms', requestedValue: 295 });
    expect(row.observedValue! - row.predictedValue!).toBeCloseTo(2);
    expect(followed.error).toBeCloseTo(2 / row.predictedValue!);
    expect(followed.curve.length).toBeGreaterThan(15);
  });

  it('has not followed when it is far off, in either direction, or stays where it began', () => {
    expect(
      rttRow(
        LINK,
        probes(LINK, () => 50),
      ).ok,
    ).toBe(false);
    expect(
      rttRow(
        LINK,
        probes(LINK, () => -50),
      ).ok,
    ).toBe(false);
    const stuck = probes({ ...LINK, schedule: RISING.slice(0, 1) });
    expect(rttRow(LINK, stuck).ok).toBe(false);
  });

  it('may be queueing where others share the link, and says so', () => {
    const schedule = RISING.map(({ at }) => state(at, { delay: 50, rate: 1e6 }));
    const shared: FollowedLink = { ...LINK, schedule, per: 'edge' };
    expect(
      rttRow(
        shared,
        probes(shared, () => 200),
      ),
    ).toMatchObject({ ok: true, note: expect.stringContaining('queueing') });
    expect(
      rttRow(
        { ...shared, per: 'client' },
        probes(shared, () => 200),
      ).ok,
    ).toBe(false);
  });

  it('is only read back where too few probes tell', () => {
    const followed = compareOverTime(LINK, probes(LINK).slice(0, 25));
    expect(followed).toMatchObject({ curve: [], rows: [{ observed: 'read back, not probed', ok: true }] });
    expect(followed.error).toBeUndefined();
  });

  it('states the mean of a rate that varies, which no probe measures', () => {
    const schedule = [state(0, { rate: 2e6 }), state(5000, { rate: 4e6 })];
    const { rows } = compareOverTime({ ...LINK, schedule }, []);
    expect(rows.slice(1)).toMatchObject([
      { what: 'rate up over the window', requested: 'mean 3Mbit/s', observed: 'read back, not probed' },
      { what: 'rate down over the window', requested: 'mean 3Mbit/s', observed: 'read back, not probed' },
    ]);
  });
});
