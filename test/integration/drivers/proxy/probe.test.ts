import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import type { LinkSpec, ProbeReport, ProbeRequest } from '../../../../src/drivers/driver.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { openLink, type Rig, startServer, type TestServer } from './rig.ts';

const NEVER = new AbortController().signal;
const SMALL: ProbeRequest = { within: 600, count: 20 };

let server: TestServer | undefined;
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.driver.revert();
  await server?.close();
});

async function probe(
  impairment: Impairment,
  request = SMALL,
  spec: Partial<LinkSpec> = {},
): Promise<ProbeReport> {
  server = await startServer(() => undefined);
  rig = await openLink(server.address, spec);
  await rig.link.change(impairment);
  return await rig.link.probe(request, NEVER);
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

describe('a probe of a link', () => {
  it.each(['tcp', 'udp'] as const)('finds the round trip on %s, and is not observed', async (protocol) => {
    const state: Impairment = { up: { delay: 30 }, down: { delay: 45 }, connection: {} };
    const { sent, received, rtts, errors } = await probe(state, SMALL, { protocol });
    expect([sent, received, errors]).toEqual([20, 20, {}]);
    expect(Math.min(...rtts)).toBeGreaterThanOrEqual(75);
    expect(percentile(rtts, 0.1)).toBeLessThan(85);
    expect(await rig?.link.observe()).toEqual({
      edge: 'edge',
      samples: [],
      connectionsAt: [],
      connections: { closedAt: [], resets: [], firstBytes: [] },
      traffic: [],
      openSince: [],
      unread: {},
    });
    expect(server?.sockets).toHaveLength(0);
  });

  it.each([
    ['tcp', 'client'],
    ['tcp', 'edge'],
    ['udp', 'client'],
  ] as const)('finds the rate both ways on %s, per %s', async (protocol, per) => {
    const state: Impairment = {
      up: { rate: 1_000_000, delay: 20 },
      down: { rate: 4_000_000 },
      connection: {},
    };
    const request = { within: 1500, count: 20, burst: { up: 36_000, down: 120_000 } };
    const { received, rtts, rate } = await probe(state, request, { protocol, per });
    expect(received).toBe(20);
    expect(percentile(rtts, 0.1)).toBeLessThan(30);
    expect(rate?.up).toBeGreaterThan(970_000);
    expect(rate?.up).toBeLessThan(1_030_000);
    expect(rate?.down).toBeGreaterThan(3_880_000);
    expect(rate?.down).toBeLessThan(4_120_000);
  });

  it('gives no rate of a burst that does not end in time', async () => {
    const request = { within: 400, count: 5, burst: { down: 1_000_000 } };
    const begun = systemClock.now();
    const { rate, received } = await probe({ ...CLEAR, down: { rate: 1_000_000 } }, request);
    expect(rate).toEqual({});
    expect(received).toBe(5);
    expect(systemClock.now() - begun).toBeLessThan(900);
  });

  it.each(['tcp', 'udp'] as const)('gets nothing back through a partition on %s', async (protocol) => {
    const { sent, received, errors } = await probe({ ...CLEAR, down: { partition: true } }, SMALL, {
      protocol,
    });
    expect([sent, received, errors]).toEqual([20, 0, {}]);
  });

  it('is refused, reset and left without an answer as a client would be', async () => {
    const refused = await probe({ ...CLEAR, connection: { refuse: true } });
    expect([refused.sent, refused.received, refused.errors]).toEqual([20, 0, { ECONNREFUSED: 20 }]);
    await rig?.link.change({ ...CLEAR, connection: { reset: 0 } });
    const reset = await rig?.link.probe(SMALL, NEVER);
    expect(reset?.received).toBe(0);
    expect(reset?.errors['ECONNRESET']).toBeGreaterThan(10);
    await rig?.link.change({ ...CLEAR, connection: { halfOpen: true } });
    const left = await rig?.link.probe(SMALL, NEVER);
    expect([left?.received, left?.errors]).toEqual([0, {}]);
  });

  it('loses datagrams as the link does', async () => {
    const request = { within: 800, count: 400 };
    const { received } = await probe({ ...CLEAR, up: { loss: { average: 0.3, burst: 1 } } }, request, {
      protocol: 'udp',
    });
    expect(received / 400).toBeGreaterThan(0.6);
    expect(received / 400).toBeLessThan(0.8);
  });

  it('stops at once when it is aborted, and leaves the link working', async () => {
    server = await startServer((socket) => socket.pipe(socket));
    rig = await openLink(server.address);
    const controller = new AbortController();
    const begun = systemClock.now();
    const probing = rig.link.probe({ within: 20_000, count: 20, burst: { up: 1000 } }, controller.signal);
    await systemClock.sleep(60);
    controller.abort(new Error('enough'));
    await expect(probing).rejects.toThrow('enough');
    expect(systemClock.now() - begun).toBeLessThan(500);
    const { received } = await rig.link.probe(SMALL, NEVER);
    expect(received).toBe(20);
  });
});
