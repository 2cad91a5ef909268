import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { EdgeSample, LinkObservation } from '../../../../src/drivers/driver.ts';
import {
  askHttp1,
  askHttp2,
  count,
  grpcMessage,
  startHttp1,
  startHttp2,
  type CountingServer,
  type Tally,
} from './http-servers.ts';
import { openLink, readSome, startServer, type Rig } from './rig.ts';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function linkTo(server: CountingServer, protocol: 'http' | 'grpc' | 'tcp' = 'http'): Promise<Rig> {
  closing.push(() => server.close());
  const rig = await openLink(server.address, { protocol });
  closing.push(() => rig.driver.revert());
  return rig;
}

function session({ address }: Rig): ClientHttp2Session {
  const client = connectHttp2(`http://${address.host}:${address.port}`, {
    settings: { maxHeaderListSize: 200_000 },
  });
  client.on('error', () => undefined);
  closing.push(() => {
    client.destroy();
  });
  return client;
}

/** What the link saw, once the last byte has passed it. */
async function observed({ link }: Rig): Promise<LinkObservation> {
  await sleep(50);
  return await link.observe();
}

function tally(samples: readonly EdgeSample[]): Tally {
  const seen: Tally = new Map();
  for (const { method, path, status, grpcStatus } of samples) {
    count(seen, `${method} ${path} ${status}${grpcStatus === undefined ? '' : ` grpc ${grpcStatus}`}`);
  }
  return seen;
}

function sorted(entries: Tally): [string, number][] {
  return [...entries].sort(([a], [b]) => a.localeCompare(b));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('an edge agrees with its server', () => {
  it('on every one of 400 requests over HTTP/1.1', async () => {
    const server = await startHttp1();
    const rig = await linkTo(server);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    closing.push(() => {
      agent.destroy();
    });
    const methods = ['GET', 'POST', 'HEAD', 'GET', 'DELETE'];
    const paths = ['/200/a', '/404/b', '/200/chunked', '/503/c', '/204/d?q=1', '/304/e', '/500/f'];
    const asked = Array.from({ length: 400 }, (_, index) =>
      askHttp1(rig.address, agent, methods[index % 5] ?? '', paths[index % 7] ?? ''),
    );
    await Promise.all(asked);
    const { samples, unread, openSince, connectionsAt } = await observed(rig);
    expect(samples).toHaveLength(400);
    expect(sorted(tally(samples))).toEqual(sorted(server.served));
    expect([unread, openSince]).toEqual([{}, []]);
    expect(connectionsAt.length).toBeLessThan(200);
  });

  it('on every one of 600 requests and calls over HTTP/2, under way together, with tables of changing size', async () => {
    const server = await startHttp2();
    const rig = await linkTo(server, 'grpc');
    const sessions = [session(rig), session(rig)];
    const large = 'l'.repeat(40_000);
    for (let round = 0; round < 6; round += 1) {
      const asked = Array.from({ length: 100 }, (_, index) => {
        const client = sessions[index % 2] ?? session(rig);
        const extra = { 'x-large': index % 25 === 0 ? large : `value ${index % 9}`, 'x-round': `${round}` };
        if (index % 3 !== 0)
          return askHttp2(client, { ...extra, ':path': `/${[200, 404, 503][index % 2]}/${index % 11}` });
        const path = `/grpc.${index % 17}/Do${index % 2 === 0 ? '' : '/only'}`;
        const call = { ...extra, ':path': path, 'content-type': 'application/grpc+proto', te: 'trailers' };
        return askHttp2(client, call, grpcMessage(`ask ${index}`).toString('latin1'));
      });
      await Promise.all(asked);
      for (const client of sessions)
        client.settings({ headerTableSize: [0, 65_536, 200, 4096][round % 4] ?? 0 });
    }
    const { samples, unread, openSince } = await observed(rig);
    expect(samples).toHaveLength(600);
    expect(sorted(tally(samples))).toEqual(sorted(server.served));
    expect([unread, openSince]).toEqual([{}, []]);
  });

  it('on how long an answer takes', async () => {
    const server = await startHttp2();
    const rig = await linkTo(server);
    await rig.link.change({ up: { delay: 10 }, down: { delay: 20 }, connection: {} });
    const client = session(rig);
    await askHttp2(client, { ':path': '/200/warm' });
    const took: number[] = [];
    for (let turn = 0; turn < 25; turn += 1) {
      const begun = performance.now();
      await askHttp2(client, { ':path': '/200/' });
      took.push(performance.now() - begun);
    }
    const { samples } = await observed(rig);
    const seen = median(samples.slice(1).map(({ latency }) => latency));
    // The edge is inside of what its client sees, and sees all of the link.
    expect(seen).toBeGreaterThanOrEqual(30);
    expect(seen).toBeLessThanOrEqual(median(took));
    expect(median(took) - seen).toBeLessThan(10);
  });
});

describe('an edge', () => {
  it('counts an upgrade, says that it reads no further, and passes what follows', async () => {
    const server = await startHttp1();
    const rig = await linkTo(server);
    const socket = await rig.connect();
    closing.push(() => {
      socket.destroy();
    });
    socket.write('GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    expect(String(await readSome(socket))).toContain('101 Switching Protocols');
    socket.write('\u0000\u00ffopaque');
    expect(String(await readSome(socket))).toBe('\u0000\u00ffopaque');
    const { samples, unread } = await observed(rig);
    expect(sorted(tally(samples))).toEqual([['GET /chat 101', 1]]);
    expect(unread).toEqual({ 'upgraded to another protocol': 1 });
  });

  it('knows whether client or server reset a stream', async () => {
    const server = await startServer(() => undefined);
    const rig = await openLink(server.address, { protocol: 'http' });
    closing.push(
      () => server.close(),
      () => rig.driver.revert(),
    );
    const client = session(rig);
    const stream = client.request({ ':path': '/cancelled' });
    stream.on('error', () => undefined);
    await once(client, 'connect');
    await sleep(50);
    stream.close(8);
    const { samples } = await observed(rig);
    expect(samples).toMatchObject([{ path: '/cancelled', status: 0, reset: 'client' }]);
  });

  it.each([
    ['client', 'tcp'],
    ['server', 'tcp'],
    ['server', 'http'],
  ] as const)('knows that the %s reset a connection, on a %s edge', async (by, protocol) => {
    const server = await startServer((socket) =>
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n')),
    );
    const rig = await openLink(server.address, { protocol });
    closing.push(
      () => server.close(),
      () => rig.driver.revert(),
    );
    const socket = await rig.connect();
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await readSome(socket);
    const before = await rig.link.observe();
    expect([before.connectionsAt.length, before.connections?.firstBytes.length]).toEqual([1, 1]);
    expect(before.connections).toMatchObject({ closedAt: [], resets: [] });
    if (by === 'client') socket.resetAndDestroy();
    else server.sockets[0]?.resetAndDestroy();
    const { connections, samples } = await observed(rig);
    expect(connections?.resets.map((reset) => reset.by)).toEqual([by]);
    expect(connections?.closedAt).toHaveLength(1);
    expect(samples.map(({ reset }) => reset)).toEqual(protocol === 'tcp' ? [] : [by]);
  });

  it('blames the impairment for its own resets, and the server for not being there', async () => {
    const server = await startServer(() => undefined);
    const rig = await openLink(server.address, { protocol: 'tcp' });
    closing.push(() => rig.driver.revert());
    await rig.connect();
    await sleep(30);
    await rig.link.change({ up: {}, down: {}, connection: { reset: 1 } });
    expect((await observed(rig)).connections?.resets.map(({ by }) => by)).toEqual(['impairment']);
    await rig.link.change({ up: {}, down: {}, connection: {} });
    await server.close();
    await rig.connect();
    expect((await observed(rig)).connections?.resets.map(({ by }) => by)).toEqual(['server']);
  });

  it('measures from connecting to the first byte', async () => {
    const server = await startServer((socket) => socket.write('220 hello\r\n'));
    const rig = await openLink(server.address, { protocol: 'tcp' });
    closing.push(
      () => server.close(),
      () => rig.driver.revert(),
    );
    await rig.link.change({ up: { delay: 20 }, down: { delay: 20 }, connection: {} });
    const socket = await rig.connect();
    closing.push(() => {
      socket.destroy();
    });
    await readSome(socket);
    const { connections, connectionsAt } = await observed(rig);
    const [first] = connections?.firstBytes ?? [];
    expect(first?.at).toBe(connectionsAt[0]);
    // The handshake's round trip, and what the server needs to hear of it and to answer.
    expect(first?.after).toBeGreaterThanOrEqual(80);
    expect(first?.after).toBeLessThan(1000);
  });
});
