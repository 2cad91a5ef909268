import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeSample } from '../../../src/drivers/driver.ts';
import { isUsed, UsageLog } from '../../../src/engine/usage-log.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';
import { EPOCH, observed } from '../../helpers/measured-run.ts';

const NOTHING = { connections: 0, exchanges: 0, bytes: { up: 0, down: 0 } };

function exchangeAt(t: number): EdgeSample[] {
  return [
    { service: 'shop', at: EPOCH + t, firstByte: 5, latency: 10, method: 'GET', path: '/', status: 200 },
  ];
}

describe('what took an edge', () => {
  it('is nothing before anything was observed', () => {
    expect(new UsageLog(EPOCH).between(0, 10_000)).toEqual(NOTHING);
  });

  it('adds up connections, exchanges and bytes of the window', () => {
    const log = new UsageLog(EPOCH);
    log.add(
      observed('last-mile', {
        connectionsAt: [EPOCH + 2000, EPOCH + 2050],
        samples: exchangeAt(3000),
        traffic: [{ at: EPOCH + 2100, up: 100, down: 5000 }],
      }),
    );
    log.add(observed('last-mile', { traffic: [{ at: EPOCH + 3900, up: 1, down: 2 }] }));
    expect(log.between(2000, 4000)).toEqual({ connections: 2, exchanges: 1, bytes: { up: 101, down: 5002 } });
  });

  it('is told for each block of the run, by when it began', () => {
    const log = new UsageLog(EPOCH);
    log.add(
      observed('last-mile', {
        connectionsAt: [EPOCH - 300, EPOCH + 100, EPOCH + 1900],
        traffic: [
          { at: EPOCH + 900, up: 10, down: 1 },
          { at: EPOCH + 1000, up: 20, down: 2 },
          { at: EPOCH + 5000, up: 40, down: 4 },
        ],
      }),
    );
    const timeline = new Timeline([{ name: 'a', start: 0, windowStart: 500, end: 2000 }]);
    expect(timeline.blocks.map(({ from }) => from)).toEqual([0, 500, 1000]);
    expect(log.inBlocks(timeline)).toEqual([
      { connections: 1, up: 0, down: 0 },
      { connections: 0, up: 10, down: 1 },
      { connections: 1, up: 20, down: 2 },
    ]);
  });

  it('knows who reset connections in the window, how many are open at its end, and how fast they were answered', () => {
    const log = new UsageLog(EPOCH);
    log.add(
      observed('last-mile', {
        connectionsAt: [-500, 100, 2000, 2050, 3900, 4100].map((t) => EPOCH + t),
        connections: {
          closedAt: [EPOCH + 150, EPOCH + 2500, EPOCH + 4000],
          resets: [
            { at: EPOCH + 150, by: 'client' },
            { at: EPOCH + 2500, by: 'server' },
            { at: EPOCH + 2600, by: 'impairment' },
          ],
          firstBytes: [
            { at: EPOCH + 100, after: 1 },
            { at: EPOCH + 2000, after: 30 },
            { at: EPOCH + 2050, after: 50 },
          ],
        },
      }),
    );
    expect(log.between(2000, 4000)).toEqual({
      connections: 3,
      exchanges: 0,
      bytes: { up: 0, down: 0 },
      open: 3,
      resets: { client: 0, server: 1, impairment: 1 },
      firstByte: { n: 2, p50: 30, p95: 50, p99: 50 },
    });
    expect(log.between(4000, 5000)).toMatchObject({
      open: 3,
      resets: { client: 0, server: 0, impairment: 0 },
    });
    expect(log.between(4000, 5000)).not.toHaveProperty('firstByte');
  });

  it('counts by tick: from the one that begins with the window, to the one before its end', () => {
    const log = new UsageLog(EPOCH);
    log.add(observed('last-mile', { connectionsAt: [1999.9, 2000, 3999.9, 4000].map((t) => EPOCH + t) }));
    expect(log.between(2000, 4000).connections).toBe(2);
  });

  it('keeps what came before the run out of every window of it', () => {
    const log = new UsageLog(EPOCH);
    log.add(observed('last-mile', { connectionsAt: [EPOCH - 1], samples: exchangeAt(-250) }));
    expect(log.between(0, 10_000)).toEqual(NOTHING);
    expect(log.between(-1000, 0)).toMatchObject({ connections: 1, exchanges: 1 });
  });

  it('loses nothing and counts nothing twice between windows that meet', () => {
    const times = fc.array(fc.nat({ max: 9_999 }), { maxLength: 50 });
    fc.assert(
      fc.property(times, fc.nat({ max: 100 }), (at, tick) => {
        const log = new UsageLog(EPOCH);
        for (const t of at) log.add(observed('last-mile', { connectionsAt: [EPOCH + t] }));
        const before = log.between(0, tick * 100).connections;
        expect(before + log.between(tick * 100, 10_000).connections).toBe(at.length);
        expect(before).toBe(at.filter((t) => t < tick * 100).length);
      }),
    );
  });
});

describe('isUsed', () => {
  it('takes any connection, exchange or byte for use, and nothing else', () => {
    expect(isUsed(NOTHING)).toBe(false);
    expect(isUsed({ ...NOTHING, connections: 1 })).toBe(true);
    expect(isUsed({ ...NOTHING, exchanges: 1 })).toBe(true);
    expect(isUsed({ ...NOTHING, bytes: { up: 1, down: 0 } })).toBe(true);
    expect(isUsed({ ...NOTHING, bytes: { up: 0, down: 1 } })).toBe(true);
  });
});
