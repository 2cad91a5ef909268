import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planProbe, type PlannedProbe } from '../../../src/plan/probe-plan.ts';
import { FEWEST_PROBES } from '../../../src/engine/proof/compare.ts';
import {
  CLEAR,
  type ConnectionImpairment,
  type DirectionImpairment,
  type Impairment,
} from '../../../src/impairment/model.ts';

function bothWays(way: DirectionImpairment, connection: ConnectionImpairment = {}): Impairment {
  return { up: way, down: way, connection };
}

const OWN_QUEUES = { per: 'client', protocol: 'http' } as const;

function lossy(average: number): Impairment {
  return bothWays({ loss: { average, burst: 1 } });
}

function planned(impairment: Impairment, time = 2000, protocol: 'http' | 'udp' = 'http'): PlannedProbe {
  const probe = planProbe(impairment, { per: 'client', protocol }, time);
  if (probe === undefined) throw new Error('nothing can be probed');
  return probe;
}

describe('the plan of a probe', () => {
  it('is 24 small probes on a clear link, and done well within two seconds', () => {
    const probe = planned(CLEAR);
    expect(probe).toEqual({ within: expect.any(Number), count: 24, interval: 20 });
    expect(probe.within).toBeLessThan(1000);
  });

  it('leaves the last probe the time of a round trip', () => {
    const { within, count, interval } = planned(bothWays({ delay: 300 }));
    expect(within - (count - 1) * interval).toBeGreaterThan(600);
  });

  it('leaves the last probe the time of a full queue, where it shares one', () => {
    const limited = bothWays({ rate: 1e6, buffer: 400 });
    const shared = planProbe(limited, { per: 'edge', protocol: 'http' }, 4000);
    expect(shared!.within - planned(limited, 4000).within).toBeGreaterThanOrEqual(800);
    expect(planProbe(CLEAR, { per: 'edge', protocol: 'http' }, 2000)).toEqual(planned(CLEAR));
  });

  it('leaves the last probe the time of its jitter', () => {
    const { within, count, interval } = planned(bothWays({ delay: 100, jitter: 100 }));
    expect(within - (count - 1) * interval).toBeGreaterThan(400);
  });

  it('sends a burst worth a quarter of a second, in each direction that has a rate', () => {
    const impairment: Impairment = { ...CLEAR, up: { rate: 8e6 }, down: { rate: 16e6 } };
    expect(planned(impairment).burst).toEqual({ up: 250_000, down: 500_000 });
    expect(planned({ ...CLEAR, down: { rate: 16e6 } }).burst).toEqual({ down: 500_000 });
  });

  it('keeps bursts large enough to be timed, and small enough to be sent', () => {
    expect(planned(bothWays({ rate: 100_000 }), 4000).burst).toEqual({ up: 8760, down: 8760 });
    expect(planned(bothWays({ rate: 2e8 })).burst).toEqual({ up: 4e6, down: 4e6 });
    expect(planned(bothWays({ rate: 2e8 + 1 })).burst).toBeUndefined();
  });

  it.each([
    [{ rate: 1e6, loss: { average: 0.01, burst: 1 } }, {}],
    [{ rate: 1e6, delay: 100, jitter: 10 }, {}],
    [{ rate: 1e6, partition: true }, {}],
    [{ rate: 1e6 }, { refuse: true }],
    [{ rate: 1e6 }, { reset: 0 }],
    [{ rate: 1e6 }, { halfOpen: true }],
  ] as const)('sends no burst where that would not show the rate: %j %j', (way, connection) => {
    expect(planned(bothWays(way, connection)).burst).toBeUndefined();
    const oneWay: Impairment = { up: way, down: { rate: 1e6 }, connection };
    expect(planned(oneWay).burst).toBeUndefined();
  });

  it('sends a burst beside a slow close, which ends no stream early', () => {
    expect(planned(bothWays({ rate: 1e6 }, { slowClose: 1000 })).burst).toBeDefined();
  });

  it('leaves out the burst for which there is no time', () => {
    const slow: Impairment = { ...CLEAR, up: { rate: 16_000 }, down: { rate: 1e6 } };
    expect(planned(slow).burst).toEqual({ down: 31_250 });
    expect(planned(slow, 8000).burst).toEqual({ up: 8760, down: 31_250 });
  });

  it.each([100, 0, -500])('is nothing where there is no time for the small probes either: %s ms', (time) => {
    expect(planProbe(CLEAR, OWN_QUEUES, time)).toBeUndefined();
  });

  it('is nothing on a link that is too slow for its own probes', () => {
    expect(planProbe(bothWays({ rate: 1000 }), OWN_QUEUES, 2000)).toBeUndefined();
    expect(planProbe(bothWays({ rate: 1000 }), OWN_QUEUES, 20_000)).toBeDefined();
  });

  it('sends more datagrams where some are lost, so that enough come back, but never too many', () => {
    expect(planned(lossy(0.2)).count).toBe(24);
    for (const average of [0.05, 0.2, 0.4]) {
      const { count } = planned(lossy(average), 20_000, 'udp');
      expect(count * (1 - average) ** 2).toBeGreaterThan(FEWEST_PROBES * 1.2);
    }
    expect(planned(lossy(1), 20_000, 'udp').count).toBe(240);
  });

  it('goes on for longer than a connection lives that is reset at an age, or is nothing', () => {
    const { count, interval, within } = planned(bothWays({}, { reset: 1000 }));
    expect((count - 1) * interval).toBeGreaterThan(1000);
    expect(within).toBeLessThanOrEqual(2000);
    expect(planProbe(bothWays({}, { reset: 5000 }), OWN_QUEUES, 2000)).toBeUndefined();
    expect(planned(bothWays({}, { reset: 0 }))).toEqual(planned(CLEAR));
  });

  it('always fits into its time, with every burst in it', () => {
    const way = fc.record(
      { delay: fc.nat({ max: 500 }), jitter: fc.nat({ max: 100 }), rate: fc.integer({ min: 1e3, max: 3e8 }) },
      { requiredKeys: [] },
    );
    const times = fc.integer({ min: -100, max: 20_000 });
    fc.assert(
      fc.property(
        way,
        way,
        times,
        fc.constantFrom('http' as const, 'udp' as const),
        (up, down, time, protocol) => {
          const impairment: Impairment = { up, down, connection: {} };
          const probe = planProbe(impairment, { per: 'client', protocol }, time);
          fc.pre(probe !== undefined);
          const rtt = (up.delay ?? 0) + (down.delay ?? 0);
          const burst = Math.max(
            0,
            ...(['up', 'down'] as const).map((direction) => {
              const bytes = probe.burst?.[direction];
              return bytes === undefined ? 0 : (bytes * 8000) / impairment[direction].rate! + rtt;
            }),
          );
          expect(probe.within).toBeLessThanOrEqual(time);
          expect((probe.count - 1) * probe.interval + rtt + burst).toBeLessThan(probe.within);
        },
      ),
    );
  });
});
