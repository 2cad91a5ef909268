import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { echo, openLink, readSome, type Rig, startServer, type TestServer } from './rig.ts';

let server: TestServer | undefined;
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.driver.revert();
  await server?.close();
});

/** How long after its request each of `sizes` of an answer had arrived. */
async function download(state: Impairment, sizes: readonly number[]): Promise<readonly number[]> {
  const total = Math.max(...sizes);
  server = await startServer((socket) => {
    socket.once('data', () => socket.write(Buffer.alloc(total)));
  });
  rig = await openLink(server.address);
  await rig.link.change(state);
  const begun = systemClock.now();
  const socket = await rig.connect();
  const arrivedAt: [bytes: number, at: number][] = [];
  let bytes = 0;
  await new Promise<void>((resolve) => {
    socket.on('data', (piece) => {
      bytes += piece.length;
      arrivedAt.push([bytes, systemClock.now() - begun]);
      if (bytes >= total) resolve();
    });
    socket.write('go');
  });
  return sizes.map((size) => arrivedAt.find(([arrived]) => arrived >= size)?.[1] ?? Number.NaN);
}

describe('the modelled TCP', () => {
  it('opens its window by slow start: ten segments, then twice as many each round trip', async () => {
    const segment = 1460;
    const state: Impairment = { up: { delay: 40 }, down: { delay: 40 }, connection: {} };
    const times = await download(state, [1, 10 * segment + 1, 30 * segment + 1, 70 * segment + 1]);
    const roundTrips = times.map((time) => Math.floor(time / 80));
    // One for the handshake, one for the request; then one for each window.
    expect(roundTrips).toEqual([2, 3, 4, 5]);
  });

  it('needs no round trips where there is no delay', async () => {
    const [last] = await download({ ...CLEAR, down: { rate: 100_000_000 } }, [1_000_000]);
    expect(last).toBeLessThan(200);
  });

  it('turns loss into stalls, never into missing bytes, and the same ones for the same seed', async () => {
    server = await startServer(echo);
    const runs: number[][] = [];
    for (const seed of [5, 5]) {
      const opened = await openLink(server.address, { seed });
      await opened.link.change({ ...CLEAR, up: { loss: { average: 0.2, burst: 1 } } });
      const socket = await opened.connect();
      const stalled: number[] = [];
      for (let number = 0; number < 30; number += 1) {
        const begun = systemClock.now();
        socket.write(String.fromCodePoint(65 + number));
        expect((await readSome(socket)).toString()).toBe(String.fromCodePoint(65 + number));
        if (systemClock.now() - begun >= 200) stalled.push(number);
      }
      runs.push(stalled);
      await opened.driver.revert();
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]?.length).toBeGreaterThan(1);
    expect(runs[0]?.length).toBeLessThan(14);
  });

  it('does not let a connection wait for a handshake over a delay that is gone', async () => {
    server = await startServer(echo);
    rig = await openLink(server.address);
    await rig.link.change({ ...CLEAR, up: { delay: 5000 } });
    const socket = await rig.connect();
    const begun = systemClock.now();
    socket.write('x');
    await systemClock.sleep(50);
    await rig.link.change(CLEAR);
    await readSome(socket);
    expect(systemClock.now() - begun).toBeLessThan(250);
  });

  it('lets bytes that wait behind an old long delay come by the new short one', async () => {
    server = await startServer(echo);
    rig = await openLink(server.address);
    const socket = await rig.connect();
    socket.write('x');
    await readSome(socket);
    await rig.link.change({ ...CLEAR, up: { delay: 5000 } });
    const begun = systemClock.now();
    socket.write('hurry');
    await systemClock.sleep(50);
    await rig.link.change({ ...CLEAR, up: { delay: 60 } });
    const bytes = await readSome(socket);
    expect(bytes.toString()).toBe('hurry');
    const took = systemClock.now() - begun;
    expect(took).toBeGreaterThanOrEqual(110);
    expect(took).toBeLessThan(250);
  });
});
