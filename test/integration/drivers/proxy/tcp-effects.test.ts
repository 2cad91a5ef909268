import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { CLEAR, type ConnectionImpairment, type Impairment } from '../../../../src/impairment/model.ts';
import { echo, openLink, readSome, type Rig, startServer, type TestServer } from './rig.ts';

const CUT: Impairment = { up: { partition: true }, down: { partition: true }, connection: {} };

let server: TestServer;
let rig: Rig;

beforeEach(async () => {
  server = await startServer(echo);
  rig = await openLink(server.address);
});

afterEach(async () => {
  await rig.driver.revert();
  await server.close();
});

function connection(impairment: ConnectionImpairment): Impairment {
  return { up: {}, down: {}, connection: impairment };
}

async function answersWithin(socket: Socket, ms: number): Promise<boolean> {
  const answered = readSome(socket).then(
    () => true,
    () => false,
  );
  return await Promise.race([answered, systemClock.sleep(ms).then(() => false)]);
}

async function ask(socket: Socket): Promise<string> {
  socket.write('hello');
  return (await readSome(socket)).toString();
}

/** The system error that ends the connection, or `end` for an orderly one. */
async function fateOf(socket: Socket): Promise<string> {
  return await new Promise((resolve) => {
    socket.once('error', (error) => {
      resolve('code' in error ? String(error.code) : error.message);
    });
    socket.once('end', () => {
      resolve('end');
    });
  });
}

describe('partition', () => {
  it('holds what is sent and lets it go at the next retransmission, not at once', async () => {
    const socket = await rig.connect();
    expect(await ask(socket)).toBe('hello');
    await rig.link.change(CUT);
    const begun = systemClock.now();
    socket.write('later');
    expect(await answersWithin(socket, 450)).toBe(false);
    const answer = readSome(socket);
    await rig.link.change(CLEAR);
    expect((await answer).toString()).toBe('later');
    // Retransmissions of a sender on loopback: 200 ms and 600 ms after the first try.
    expect(systemClock.now() - begun).toBeGreaterThanOrEqual(600);
    expect(systemClock.now() - begun).toBeLessThan(750);
  });

  it('costs nothing afterwards where nothing was sent meanwhile', async () => {
    const socket = await rig.connect();
    await ask(socket);
    await rig.link.change(CUT);
    await systemClock.sleep(50);
    await rig.link.change(CLEAR);
    const begun = systemClock.now();
    expect(await ask(socket)).toBe('hello');
    expect(systemClock.now() - begun).toBeLessThan(100);
  });

  it('accepts new connections and is silent, then repeats their SYN', async () => {
    await rig.link.change(CUT);
    const begun = systemClock.now();
    const socket = await rig.connect();
    socket.write('hello');
    expect(await answersWithin(socket, 100)).toBe(false);
    expect(server.sockets).toHaveLength(0);
    const answer = readSome(socket);
    await rig.link.change(CLEAR);
    expect((await answer).toString()).toBe('hello');
    expect(systemClock.now() - begun).toBeGreaterThanOrEqual(1000);
  });

  it('in one direction lets the other one pass', async () => {
    const socket = await rig.connect();
    await ask(socket);
    await rig.link.change({ ...CLEAR, down: { partition: true } });
    const [served] = server.sockets;
    const arrival = served === undefined ? undefined : once(served, 'data');
    socket.write('up');
    await arrival;
    expect(await answersWithin(socket, 50)).toBe(false);
  });
});

describe('refuse', () => {
  it('refuses new connections, keeps open ones, and takes the same port again', async () => {
    const open = await rig.connect();
    await rig.link.change(connection({ refuse: true }));
    expect(await fateOf(createConnection({ ...rig.address }))).toBe('ECONNREFUSED');
    expect(await ask(open)).toBe('hello');
    expect(await rig.link.readBack()).toEqual(connection({ refuse: true }));
    await rig.link.change(CLEAR);
    const again = await rig.connect();
    expect(await ask(again)).toBe('hello');
    expect(await rig.link.readBack()).toEqual(CLEAR);
  });

  it('does not give the port to anybody else meanwhile', async () => {
    await rig.link.change(connection({ refuse: true }));
    const others = await Promise.all(
      Array.from({ length: 200 }, async () => await startServer(() => undefined)),
    );
    expect(others.map((other) => other.address.port)).not.toContain(rig.address.port);
    await Promise.all(others.map(async (other) => await other.close()));
    await rig.link.change(CLEAR);
    expect(await ask(await rig.connect())).toBe('hello');
  });
});

describe('reset', () => {
  it('resets both sides at the age, and older connections at once', async () => {
    const old = await rig.connect();
    await ask(old);
    await systemClock.sleep(520);
    const oldFate = fateOf(old);
    const begun = systemClock.now();
    await rig.link.change(connection({ reset: 500 }));
    expect(await oldFate).toBe('ECONNRESET');
    expect(systemClock.now() - begun).toBeLessThan(400);
    const opened = systemClock.now();
    const young = await rig.connect();
    await ask(young);
    const [, far] = server.sockets;
    const farFate = far === undefined ? undefined : fateOf(far);
    expect(await fateOf(young)).toBe('ECONNRESET');
    expect(systemClock.now() - opened).toBeGreaterThan(490);
    expect(await farFate).toBe('ECONNRESET');
  });
});

describe('half-open', () => {
  it('answers nothing any more, stays open, and is reset by the next byte afterwards', async () => {
    const socket = await rig.connect();
    await ask(socket);
    await rig.link.change(connection({ halfOpen: true }));
    socket.write('anybody?');
    expect(await answersWithin(socket, 80)).toBe(false);
    const late = await rig.connect();
    late.write('anybody?');
    expect(await answersWithin(late, 80)).toBe(false);
    expect([socket.readyState, late.readyState]).toEqual(['open', 'open']);
    await rig.link.change(CLEAR);
    const fate = fateOf(socket);
    socket.write('you again?');
    expect(await fate).toBe('ECONNRESET');
    expect(await ask(await rig.connect())).toBe('hello');
  });

  it.each(['while the server is away', 'once the server is back'])(
    'lets a connection go that its client ends %s',
    async (when) => {
      const socket = await rig.connect();
      await ask(socket);
      await rig.link.change(connection({ halfOpen: true }));
      const closed = once(socket, 'close').then(() => 'closed');
      if (when === 'once the server is back') await rig.link.change(CLEAR);
      socket.end();
      await once(socket, 'finish');
      await rig.link.change(CLEAR);
      expect(await Promise.race([closed, systemClock.sleep(10_000).then(() => 'still open')])).toBe('closed');
    },
  );
});

describe('slow-close', () => {
  it('passes the end of the stream on after the time, and the bytes before it at once', async () => {
    await rig.link.change(connection({ slowClose: 150 }));
    const socket = await rig.connect();
    const begun = systemClock.now();
    socket.end('bye');
    expect((await readSome(socket)).toString()).toBe('bye');
    expect(systemClock.now() - begun).toBeLessThan(120);
    await once(socket, 'end');
    // The echo server ends its half when ours has ended: twice the time.
    expect(systemClock.now() - begun).toBeGreaterThanOrEqual(300);
  });
});

describe('a service that is not there', () => {
  it('resets the client', async () => {
    await server.close();
    server = await startServer(echo);
    expect(await fateOf(await rig.connect())).toBe('ECONNRESET');
  });

  it('resets the client where no target is known yet', async () => {
    const { driver, address } = rig;
    const [link] = await driver.install(
      [
        {
          edge: 'untold',
          protocol: 'tcp',
          per: 'client',
          seed: 1,
          listeners: [{ service: 'service', listen: { host: address.host, port: 0 } }],
        },
      ],
      new AbortController().signal,
    );
    const port = link?.addresses['service']?.port ?? 0;
    expect(await fateOf(createConnection({ host: address.host, port }))).toBe('ECONNRESET');
  });
});

describe('a reset of one side', () => {
  it('reaches the other after the bytes before it', async () => {
    await rig.link.change({ ...CLEAR, up: { delay: 50 } });
    const socket = await rig.connect();
    await ask(socket);
    const [far] = server.sockets;
    if (far === undefined) throw new Error('nobody came');
    const begun = systemClock.now();
    const fate = fateOf(far);
    socket.resetAndDestroy();
    expect(await fate).toBe('ECONNRESET');
    expect(systemClock.now() - begun).toBeGreaterThanOrEqual(50);
  });
});
