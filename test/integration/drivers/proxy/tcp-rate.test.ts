import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import type { Direction } from '../../../../src/impairment/model.ts';
import { openLink, type Rig, startServer, type TestServer } from './rig.ts';

let server: TestServer | undefined;
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.driver.revert();
  await server?.close();
});

/** Bits per second of `socket`'s arrivals, between the first and the last byte of `size`. */
async function measure(socket: Socket, size: number): Promise<number> {
  let bytes = 0;
  let first = 0;
  let firstAt = 0;
  return await new Promise((resolve) => {
    socket.on('data', (piece) => {
      const now = systemClock.now();
      if (bytes === 0) [first, firstAt] = [piece.length, now];
      bytes += piece.length;
      if (bytes >= size) resolve(((bytes - first) * 8000) / (now - firstAt));
    });
  });
}

async function transfer(
  direction: Direction,
  rate: number,
  size: number,
  arrived: (piece: Buffer) => void = () => undefined,
): Promise<number> {
  const started = await startServer(() => undefined);
  server = started;
  rig = await openLink(started.address);
  await rig.link.change({ up: {}, down: {}, connection: {}, [direction]: { rate } });
  const near = await rig.connect();
  while (started.sockets.length === 0) await systemClock.sleep(1);
  const [far] = started.sockets;
  if (far === undefined) throw new Error('nobody came');
  const [source, sink] = direction === 'up' ? [near, far] : [far, near];
  const measured = measure(sink.on('data', arrived), size);
  source.write(Buffer.alloc(size));
  return await measured;
}

describe('rate on TCP', () => {
  const cases = [
    { label: '256 kbit/s', rate: 256_000, size: 48_000 },
    { label: '1 Mbit/s', rate: 1_000_000, size: 190_000 },
    { label: '10 Mbit/s', rate: 10_000_000, size: 2_000_000 },
    { label: '100 Mbit/s', rate: 100_000_000, size: 20_000_000 },
  ];
  for (const direction of ['up', 'down'] as const) {
    it.each(cases)(
      `lets a bulk transfer ${direction} have $label within 3 %`,
      { retry: 3 },
      async ({ rate, size }) => {
        const measured = await transfer(direction, rate, size);
        expect(measured / rate).toBeGreaterThan(0.97);
        expect(measured / rate).toBeLessThan(1.03);
      },
    );
  }

  it.each(['up', 'down'] as const)(
    'hands bytes %s over as they come, none held back for an acknowledgement',
    { retry: 3 },
    async (direction) => {
      const sizes: number[] = [];
      await transfer(direction, 10_000_000, 1_000_000, (piece) => sizes.push(piece.length));
      const late = sizes.filter((size) => size > 16_000).reduce((sum, size) => sum + size, 0);
      // Held back, four of five bytes come in pieces of up to 64 kB.
      expect(late).toBeLessThan(400_000);
    },
  );

  it('is shared by all clients of an edge, and each client has its own otherwise', async () => {
    const took: Record<string, number> = {};
    for (const per of ['edge', 'client'] as const) {
      const started = await startServer((socket) => {
        socket.write(Buffer.alloc(60_000));
      });
      const opened = await openLink(started.address, { per });
      await opened.link.change({ up: {}, down: { rate: 2_000_000 }, connection: {} });
      const begun = systemClock.now();
      const sockets = await Promise.all([opened.connect(), opened.connect(), opened.connect()]);
      await Promise.all(sockets.map(async (socket) => await measure(socket, 60_000)));
      took[per] = systemClock.now() - begun;
      await opened.driver.revert();
      await started.close();
    }
    // 60 kB at 2 Mbit/s take 240 ms.
    expect(took['client']).toBeGreaterThan(235);
    expect(took['client']).toBeLessThan(400);
    expect(took['edge']).toBeGreaterThan(710);
    expect(took['edge']).toBeLessThan(1000);
  });

  it('takes a new rate at once for what already waits', async () => {
    const started = await startServer((socket) => {
      socket.write(Buffer.alloc(200_000));
    });
    server = started;
    rig = await openLink(started.address);
    await rig.link.change({ up: {}, down: { rate: 64_000 }, connection: {} });
    const socket = await rig.connect();
    const begun = systemClock.now();
    const measured = measure(socket, 200_000);
    await systemClock.sleep(300);
    await rig.link.change({ up: {}, down: { rate: 20_000_000 }, connection: {} });
    await measured;
    expect(systemClock.now() - begun).toBeLessThan(800);
  });
});
