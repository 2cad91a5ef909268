import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { createProxyDriver } from '../../../../src/drivers/proxy/driver.ts';
import { CLEAR } from '../../../../src/impairment/model.ts';
import { echo, openLink, readAll, readSome, type Rig, startServer, type TestServer } from './rig.ts';

let server: TestServer | undefined;
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.driver.revert();
  await server?.close();
  [rig, server] = [undefined, undefined];
});

async function get(port: number, path: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume().once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    outgoing.once('error', reject).end();
  });
}

describe('the proxy driver', () => {
  it('observes the exchanges of its edge, and forgets what it has told', async () => {
    const shop = createServer((incoming, response) => {
      response.writeHead(incoming.url === '/missing' ? 404 : 200).end('body');
    }).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    const bound = shop.address();
    const target = { host: '127.0.0.1', port: bound !== null && typeof bound === 'object' ? bound.port : 0 };
    rig = await openLink(target, { protocol: 'http' });
    await rig.link.change({ ...CLEAR, down: { delay: 40 } });
    const begun = systemClock.now();
    expect(await get(rig.address.port, '/cart?id=1')).toBe(200);
    expect(await get(rig.address.port, '/missing')).toBe(404);
    const seen = await rig.link.observe();
    expect(seen.samples.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /cart 200',
      'GET /missing 404',
    ]);
    for (const [index, { at, firstByte, latency }] of seen.samples.entries()) {
      const connectedAt = seen.connectionsAt[index] ?? 0;
      expect(connectedAt).toBeGreaterThanOrEqual(begun);
      expect(at).toBeGreaterThanOrEqual(connectedAt);
      // One delay down for the handshake, one for the answer.
      expect(at + firstByte - connectedAt).toBeGreaterThanOrEqual(80);
      expect(latency).toBeGreaterThanOrEqual(firstByte);
    }
    expect(seen.connectionsAt).toHaveLength(2);
    expect(seen.traffic.every(({ at }) => at % 100 === 0)).toBe(true);
    expect((await rig.link.observe()).samples).toEqual([]);
    shop.closeAllConnections();
    shop.close();
    await once(shop, 'close');
    await expect(get(rig.address.port, '/gone')).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await rig.link.observe()).samples.map(({ status }) => status)).toEqual([0]);
  });

  it('shows an exchange without an answer as open since its first byte', async () => {
    server = await startServer(() => undefined);
    rig = await openLink(server.address, { protocol: 'http' });
    const socket = await rig.connect();
    const begun = systemClock.now();
    socket.write('GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n');
    await systemClock.sleep(50);
    const { openSince, samples } = await rig.link.observe();
    expect(samples).toEqual([]);
    expect(openSince).toHaveLength(1);
    expect(openSince[0]).toBeGreaterThanOrEqual(begun);
  });

  it('connects IPv6 clients to IPv6 services', async () => {
    server = await startServer(echo, '::1');
    const listeners = [{ service: 'service', listen: { host: '::1', port: 0 } }];
    rig = await openLink(server.address, { listeners });
    expect(rig.address.host).toBe('::1');
    const socket = await rig.connect();
    socket.write('six');
    expect((await readSome(socket)).toString()).toBe('six');
    await rig.link.change({ ...CLEAR, connection: { refuse: true } });
    await expect(rig.connect()).rejects.toThrow('ECONNREFUSED');
    await rig.link.change(CLEAR);
    await expect(rig.connect()).resolves.toBeDefined();
  });

  it('listens on names, and connects to them', async () => {
    server = await startServer(echo);
    const listeners = [{ service: 'service', listen: { host: 'localhost', port: 0 } }];
    rig = await openLink({ host: 'localhost', port: server.address.port }, { listeners });
    const socket = await rig.connect();
    socket.write('named');
    expect((await readSome(socket)).toString()).toBe('named');
  });

  it('says which edge cannot listen and where, and installs nothing', async () => {
    server = await startServer(echo);
    const driver = createProxyDriver({ thread: false });
    const free = createTcpServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const bound = free.address();
    const freePort = bound !== null && typeof bound === 'object' ? bound.port : 0;
    free.close();
    await once(free, 'close');
    const specs = [
      { edge: 'first', address: { host: '127.0.0.1', port: freePort } },
      { edge: 'second', address: server.address },
    ].map(({ edge, address }) => ({
      edge,
      protocol: 'tcp' as const,
      per: 'client' as const,
      seed: 1,
      listeners: [{ service: 'service', listen: address }],
    }));
    await expect(driver.install(specs, new AbortController().signal)).rejects.toMatchObject({
      code: 'listen-failed',
      exitCode: 3,
      message: expect.stringContaining(`\`second\` cannot listen on 127.0.0.1:${server.address.port}`),
      hint: expect.stringContaining('Remove `listen`'),
    });
    const again = createTcpServer().listen(freePort, '127.0.0.1');
    await once(again, 'listening');
    again.close();
    await driver.revert();
  });

  it('reverts twice, ends what is open, and can be used again', async () => {
    server = await startServer(echo);
    rig = await openLink(server.address);
    const socket = await rig.connect();
    socket.write('x');
    await readSome(socket);
    const closed = new Promise((resolve) => {
      socket.once('close', resolve);
    });
    await rig.driver.revert();
    await rig.driver.revert();
    await closed;
    await expect(rig.connect()).rejects.toThrow('ECONNREFUSED');
    rig = await openLink(server.address);
    await rig.connect();
  });

  it('does not start when it is already too late', async () => {
    const driver = createProxyDriver({ thread: false });
    await expect(driver.install([], AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  });
});

describe('what the proxy costs', () => {
  it.each([
    ['clear', {}],
    ['slow', { delay: 50, rate: 1_000_000_000 }],
  ])('holds a bounded part of a stream that nobody reads, on a %s link', async (_label, down) => {
    const total = 100_000_000;
    const piece = Buffer.alloc(1_000_000);
    let written = 0;
    server = await startServer((socket) => {
      const more = (): void => {
        while (written < total) {
          written += piece.length;
          if (!socket.write(piece)) return;
        }
        socket.end();
      };
      socket.on('drain', more);
      more();
    });
    rig = await openLink(server.address);
    await rig.link.change({ ...CLEAR, down });
    const socket = await rig.connect();
    await systemClock.sleep(600);
    // What the kernel's buffers, the proxy's window and the test's own stream hold.
    expect(written).toBeLessThan(40_000_000);
    await rig.link.change(CLEAR);
    const bytes = await readAll(socket);
    expect(bytes.length).toBe(total);
  });

  it('uses no processor time while connections are idle, also on an impaired link', async () => {
    server = await startServer(echo);
    rig = await openLink(server.address, { protocol: 'http' });
    await rig.link.change({ up: { delay: 20, rate: 1_000_000 }, down: { delay: 20 }, connection: {} });
    const sockets = await Promise.all([rig.connect(), rig.connect(), rig.connect()]);
    sockets[0]?.write('x');
    await systemClock.sleep(300);
    const before = process.cpuUsage();
    await systemClock.sleep(1000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(60);
  });
});
