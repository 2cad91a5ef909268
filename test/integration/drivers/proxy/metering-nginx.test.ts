import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client, Pool } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Address, EdgeSample } from '../../../../src/drivers/driver.ts';
import { curl } from './curl.ts';
import { askHttp2, count, type Tally } from './http-servers.ts';
import { type LoggedRequest, type Nginx, startNginx } from './nginx.ts';
import { readAll } from './rig.ts';
import { type Bytes, bytesThrough, expectSameBytes, openWire, type Wire } from './wire.ts';

const SMALL = 'a small file\n';
const LARGE = randomBytes(3_000_000);

let nginx: Nginx;
/** Where the log of the test at hand begins. */
let loggedBefore: number;

beforeAll(async () => {
  nginx = await startNginx();
  await writeFile(join(nginx.root, 'small'), SMALL);
  await writeFile(join(nginx.root, 'large'), LARGE);
});

afterAll(async () => {
  await nginx.close();
});

beforeEach(async () => {
  loggedBefore = (await nginx.requests()).length;
});

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function loggedNow(): Promise<readonly LoggedRequest[]> {
  return (await nginx.requests()).slice(loggedBefore);
}

async function logged(atLeast: number): Promise<readonly LoggedRequest[]> {
  await expect.poll(async () => (await loggedNow()).length).toBeGreaterThanOrEqual(atLeast);
  return await loggedNow();
}

function said(requests: readonly LoggedRequest[]): Tally {
  const tally: Tally = new Map();
  for (const { method, target, status, complete } of requests) {
    count(tally, `${method} ${target.split('?')[0]} ${complete ? status : 0}`);
  }
  return tally;
}

function seen(samples: readonly EdgeSample[]): Tally {
  const tally: Tally = new Map();
  for (const { method, path, status } of samples) count(tally, `${method} ${path} ${status}`);
  return tally;
}

/** What one side tells of a test. */
interface Account {
  readonly requests: Tally;
  readonly bytes?: Bytes;
  readonly unread: Readonly<Record<string, number>>;
  readonly open: number;
}

interface Accounts {
  readonly edge: Account;
  readonly server: Account;
}

/** What edge and server tell of `count` requests. */
async function accounts(wire: Wire, requests: number): Promise<Accounts> {
  const observation = await wire.observed();
  const { samples, unread, openSince } = observation;
  const log = await logged(requests);
  expect(samples).toHaveLength(requests);
  expectSameBytes(wire, observation);
  return {
    edge: { requests: seen(samples), unread, open: openSince.length },
    server: { requests: said(log), unread: {}, open: 0 },
  };
}

/** The same with the bytes: over HTTP/1.1, nginx counts all of the wire. */
async function accountsWithBytes(wire: Wire, requests: number): Promise<Accounts> {
  const { edge, server } = await accounts(wire, requests);
  const log = await logged(requests);
  return {
    edge: { ...edge, bytes: bytesThrough(wire) },
    server: {
      ...server,
      bytes: { up: sum(log.map(({ received }) => received)), down: sum(log.map(({ sent }) => sent)) },
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const MIXED = [
  '/small',
  '/status/204',
  '/status/503?q=1',
  '/none',
  '/gzip/small',
  '/trailers/small',
  '/large',
];

describe('nginx and curl over HTTP/1.1 agree with the edge between them', () => {
  it('on keep-alive, 204, errors, chunks, gzip, trailers and a large body', async () => {
    const wire = await openWire(nginx.http1);
    const { code, out } = await curl(wire.address, MIXED, ['--compressed']);
    expect(code).toBe(0);
    expect(hashOf(out.subarray(-LARGE.length))).toBe(hashOf(LARGE));
    expect(wire.toServer.conversations).toHaveLength(1);
    const { edge, server } = await accountsWithBytes(wire, MIXED.length);
    expect(edge).toEqual(server);
  });

  it.each([
    ['HEAD', ['-I'], ['/small', '/large', '/status/204', '/none'], 4],
    [
      'a HEAD that its client does not know to have no body',
      ['-X', 'HEAD', '--max-time', '0.5'],
      ['/small'],
      1,
    ],
    [
      'what has not changed',
      ['-H', 'If-None-Match: *', '-H', 'If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT'],
      ['/small', '/large'],
      2,
    ],
    ['HTTP/1.0 without keep-alive', ['-0'], ['/small', '/gzip/small', '/trailers/small'], 3],
    ['answers that end with their connection', [], ['/close/small', '/close/large', '/close/none'], 3],
    [
      'raw chunks and trailers',
      ['--raw', '-H', 'TE: trailers', '-H', 'Connection: TE'],
      ['/trailers/small', '/gzip/small', '/trailers/large'],
      3,
    ],
    ['ranges', ['-r', '100-199'], ['/large', '/large'], 2],
    ['an upgrade to HTTP/2 that is not taken', ['--http2'], ['/small', '/small'], 2],
    ['methods that it does not allow', ['-X', 'OPTIONS'], ['/small'], 1],
  ])('on %s', async (_label, options, paths, requests) => {
    const wire = await openWire(nginx.http1);
    await curl(wire.address, paths, options);
    const { edge, server } = await accountsWithBytes(wire, requests);
    expect(edge).toEqual(server);
  });

  it.each([
    ['with Expect: 100-continue', ['-H', 'Expect: 100-continue']],
    ['without', ['-H', 'Expect:']],
    ['in chunks', ['-H', 'Transfer-Encoding: chunked', '-H', 'Expect: 100-continue']],
  ])('on uploads %s', async (_label, options) => {
    const wire = await openWire(nginx.http1);
    const source = join(nginx.root, 'large');
    const { code } = await curl(wire.address, ['/put/once'], ['-T', source, ...options]);
    expect(code).toBe(0);
    expect(hashOf(await readFile(join(nginx.root, 'put/once')))).toBe(hashOf(LARGE));
    await curl(wire.address, ['/put/once'], ['-X', 'DELETE']);
    const { edge, server } = await accountsWithBytes(wire, 2);
    expect(edge).toEqual(server);
  });

  it('on an upload that is refused before it is sent', async () => {
    const wire = await openWire(nginx.http1);
    const options = ['-T', join(nginx.root, 'large'), '-H', 'Expect: 100-continue'];
    await curl(wire.address, ['/small/x'], options);
    const { edge, server } = await accounts(wire, 1);
    expect(edge).toEqual(server);
  });
});

describe('nginx and undici agree with the edge between them', () => {
  it('on 200 pipelined requests', async () => {
    const wire = await openWire(nginx.http1);
    const client = new Client(originOf(wire.address), { pipelining: 10 });
    onTestFinished(() => client.close());
    const paths = ['/small', '/status/204', '/none', '/trailers/small', '/status/503'];
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const { body } = await client.request({ method: 'GET', path: paths[index % 5] ?? '/' });
        await body.dump();
      }),
    );
    expect(wire.toServer.conversations).toHaveLength(1);
    const { edge, server } = await accountsWithBytes(wire, 200);
    expect(edge).toEqual(server);
  });

  it('on a pipeline of other methods, which undici does not send', async () => {
    const wire = await openWire(nginx.http1);
    const socket = connect({ ...wire.address, allowHalfOpen: true });
    const answers = readAll(socket);
    const methods = ['HEAD', 'GET', 'HEAD', 'OPTIONS', 'GET', 'DELETE', 'HEAD'];
    const asked = methods.map((method) => `${method} /trailers/small HTTP/1.1\r\nHost: a\r\n\r\n`);
    socket.end(asked.join(''));
    expect(String(await answers).match(/HTTP\/1.1 \d+/g)).toHaveLength(methods.length);
    const { edge, server } = await accountsWithBytes(wire, methods.length);
    expect(edge).toEqual(server);
  });

  it('on keep-alive over some connections, with gzip and bodies that are the same at both ends', async () => {
    const wire = await openWire(nginx.http1);
    const pool = new Pool(originOf(wire.address), { connections: 4 });
    onTestFinished(() => pool.close());
    const ask = async (path: string): Promise<Buffer> => {
      const { body } = await pool.request({ method: 'GET', path, headers: { 'accept-encoding': 'gzip' } });
      return Buffer.from(await body.arrayBuffer());
    };
    const asked = Array.from({ length: 20 }, async () => {
      const [packed, large] = await Promise.all([ask('/gzip/small'), ask('/large')]);
      return [String(gunzipSync(packed)), hashOf(large)];
    });
    for (const answers of await Promise.all(asked)) expect(answers).toEqual([SMALL, hashOf(LARGE)]);
    expect(wire.toServer.conversations).toHaveLength(4);
    const { edge, server } = await accountsWithBytes(wire, 40);
    expect(edge).toEqual(server);
  });
});

describe('nginx over HTTP/2 agrees with the edge', () => {
  // curl 7.88 cannot use such a connection twice.
  it('about curl with prior knowledge', async () => {
    const wire = await openWire(nginx.http2);
    const ask = async (paths: readonly string[], ...options: readonly string[]): Promise<Buffer> =>
      (await curl(wire.address, paths, ['--http2-prior-knowledge', ...options])).out;
    for (const path of MIXED) {
      await ask([path], '--compressed');
    }
    expect(hashOf(await ask(['/large']))).toBe(hashOf(LARGE));
    for (const path of ['/small', '/none']) await ask([path], '-I');
    await ask(['/small'], '-H', 'If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT');
    await ask(['/put/twice'], '-T', join(nginx.root, 'large'));
    expect(hashOf(await readFile(join(nginx.root, 'put/twice')))).toBe(hashOf(LARGE));
    await ask(['/small/x'], '-T', join(nginx.root, 'large'));
    const { edge, server } = await accounts(wire, MIXED.length + 6);
    expect(edge).toEqual(server);
  });

  it('about 300 requests of node:http2, 50 at a time', async () => {
    const wire = await openWire(nginx.http2);
    const session = connectHttp2(originOf(wire.address));
    onTestFinished(() => {
      session.destroy();
    });
    for (let round = 0; round < 6; round += 1) {
      const paths = [
        '/small',
        '/status/404',
        '/trailers/small',
        '/status/204',
        '/small?long'.padEnd(3000, 'g'),
      ];
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          askHttp2(session, { ':path': paths[index % 5] ?? '/', 'x-round': `${round}` }),
        ),
      );
    }
    const { edge, server } = await accounts(wire, 300);
    expect(edge).toEqual(server);
  });
});

describe('a transfer that its client gives up', () => {
  it.each([
    ['HTTP/1.1', 'http1', []],
    ['HTTP/2', 'http2', ['--http2-prior-knowledge']],
  ] as const)('is one without an answer to the edge, as to nginx, over %s', async (_label, port, options) => {
    const wire = await openWire(nginx[port]);
    const { code } = await curl(wire.address, ['/slow/large'], ['--max-time', '0.4', ...options]);
    expect(code).toBe(28);
    const log = await logged(1);
    const { samples, unread } = await wire.observed();
    expect(log.map(({ complete }) => complete)).toEqual([false]);
    expect(samples.map(({ path, status }) => [path, status])).toEqual([['/slow/large', 0]]);
    expect(unread).toEqual({});
    expect(samples[0]?.latency).toBeGreaterThan(samples[0]?.firstByte ?? Infinity);
  });

  it('breaks those behind it in its pipeline too, which undici sends again', async () => {
    const wire = await openWire(nginx.http1);
    const client = new Client(originOf(wire.address), { pipelining: 3 });
    onTestFinished(() => client.destroy());
    const stop = new AbortController();
    const slow = client.request({ method: 'GET', path: '/slow/large', signal: stop.signal });
    const behind = client.request({ method: 'GET', path: '/small' });
    const { body } = await slow;
    stop.abort();
    await expect(body.arrayBuffer()).rejects.toThrow(/abort/i);
    expect(await (await behind).body.text()).toBe(SMALL);
    const { samples } = await wire.observed();
    expect(seen(samples)).toEqual(
      new Map([
        ['GET /slow/large 0', 1],
        ['GET /small 0', 1],
        ['GET /small 200', 1],
      ]),
    );
  });
});

function originOf({ host, port }: Address): string {
  return `http://${host}:${port}`;
}
