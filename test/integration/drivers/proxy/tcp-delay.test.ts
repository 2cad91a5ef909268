import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { echo, openLink, readSome, type Rig, startServer, type TestServer } from './rig.ts';

let server: TestServer | undefined;
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.driver.revert();
  await server?.close();
});

describe('delay on TCP', () => {
  it('charges the handshake to the first byte, then one round trip each', async () => {
    server = await startServer(echo);
    rig = await openLink(server.address);
    await rig.link.change({ up: { delay: 30 }, down: { delay: 20 }, connection: {} });
    const socket = await rig.connect();
    const times: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const begun = systemClock.now();
      socket.write('x');
      await readSome(socket);
      times.push(systemClock.now() - begun);
    }
    socket.destroy();
    const [first = 0, ...later] = times;
    expect(first).toBeGreaterThanOrEqual(95);
    expect(first).toBeLessThan(150);
    for (const time of later) expect(time).toBeGreaterThanOrEqual(50);
    expect(Math.min(...later)).toBeLessThan(60);
  });
});
