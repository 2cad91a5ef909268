import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { RequestSpec } from '../../../../src/load/load.ts';
import type { Sample } from '../../../../src/metrics/sample.ts';
import { load, request, runToEnd } from './running.ts';
import { closedPort, listen, listenHttp, listenRaw } from './servers.ts';

/** The one sample of a load of one request. */
async function once(spec: RequestSpec, keepAlive = true): Promise<Sample> {
  const { all } = await runToEnd(load([spec], [10, 0.1], { keepAlive }));
  const [sample] = all;
  if (sample === undefined || all.length !== 1) throw new Error(`expected one sample, got ${all.length}`);
  return sample;
}

describe('connections', () => {
  it('are reused with keep-alive', async () => {
    const { port, connections } = await listenHttp((_request, response) => response.end('ok'));
    const sink = await runToEnd(load([request(port)], [100, 0.5]));
    expect(sink.all).toHaveLength(50);
    expect(connections()).toBeLessThan(10);
  });

  it('are fresh for each request without keep-alive, which the service is told', async () => {
    const headers: unknown[] = [];
    const { port, connections } = await listenHttp((incoming, response) => {
      headers.push(incoming.headers.connection);
      response.end('ok');
    });
    const sink = await runToEnd(load([request(port)], [100, 0.5], { keepAlive: false }));
    expect(sink.all.every(({ ok }) => ok)).toBe(true);
    expect(connections()).toBe(50);
    expect(new Set(headers)).toEqual(new Set(['close']));
  });

  it.each(['HEAD', 'DELETE'])('stay open after a %s', async (method) => {
    const { port, connections } = await listenHttp((_request, response) => response.end());
    const sink = await runToEnd(load([request(port, { method, body: 'why' })], [50, 0.5]));
    expect(sink.all.every(({ ok }) => ok)).toBe(true);
    expect(connections()).toBeLessThan(10);
  });

  it('are as many as there are open requests', async () => {
    const { port, connections } = await listenHttp((_request, response) =>
      setTimeout(() => response.end(), 600),
    );
    await runToEnd(load([request(port)], [100, 0.5]));
    expect(connections()).toBe(50);
  });
});

describe('a request', () => {
  it('carries its method, path, headers and body, and the Host of its origin', async () => {
    let seen: Partial<IncomingMessage> & { readonly body?: string } = {};
    const { port } = await listenHttp((incoming, response) => {
      const { method, url, headers } = incoming;
      incoming.setEncoding('utf8').on('data', (body: string) => (seen = { method, url, headers, body }));
      incoming.on('end', () => response.end());
    });
    const target = { origin: 'http://shop.example:8080', connect: { host: '127.0.0.1', port } };
    const headers = { 'Content-Type': 'application/json', 'X-Trace': 'a' };
    const body = '{"naïve":1}';
    await once(request(port, { target, method: 'POST', path: '/cart?id=1', headers, body }));
    expect(seen).toMatchObject({ method: 'POST', url: '/cart?id=1', body });
    expect(seen.headers).toMatchObject({ host: 'shop.example:8080', 'x-trace': 'a', 'content-length': '12' });
  });

  it('ends with the last byte of the answer', async () => {
    const { port } = await listenHttp((_request, response) => {
      response.write('a');
      setTimeout(() => response.end(Buffer.alloc(1_000_000)), 200);
    });
    const { sent, end, ok } = await once(request(port));
    expect(ok).toBe(true);
    expect(end - sent).toBeGreaterThan(195);
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    const { port } = await listenHttp((_request, response) => {
      requests += 1;
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    expect(await once(request(port))).toMatchObject({ status: 302, ok: true });
    expect(requests).toBe(1);
  });

  it('that can never be sent is refused before the load starts', async () => {
    const bad = request(1, { headers: { 'Bad Header': 'x' } });
    await expect(runToEnd(load([bad], [10, 0.1]))).rejects.toMatchObject({
      code: 'load-request-invalid',
      message: expect.stringContaining('cannot send GET /'),
    });
  });
});

describe('an answer with status', () => {
  it.each([
    [404, 'server-errors', true],
    [404, 'strict', false],
    [503, 'server-errors', false],
    [503, 'strict', false],
  ] as const)('%i under %s has ok %s', async (status, policy, ok) => {
    const { port } = await listenHttp((_request, response) => response.writeHead(status).end());
    const { all } = await runToEnd(load([request(port)], [20, 0.2], { policy }));
    expect(all).toHaveLength(4);
    for (const sample of all) {
      expect(sample).toMatchObject({ status, ok });
      expect(sample.failure).toBe(ok ? undefined : 'status');
    }
  });
});

const midBody = (answer: string, cut: (socket: Socket) => void) => (socket: Socket) => {
  socket.write(answer);
  setTimeout(() => cut(socket), 50);
};

describe('a request fails as', () => {
  it('timeout when no answer comes in time, counted from when it was sent', async () => {
    const { port } = await listenHttp(() => {});
    const sample = await once(request(port, { timeout: 300 }));
    expect(sample).toMatchObject({ status: 0, ok: false, failure: 'timeout' });
    expect(sample.end - sample.sent).toBeGreaterThanOrEqual(300);
    expect(sample.end - sample.sent).toBeLessThan(600);
  });

  it('timeout when the answer begins in time but does not end', async () => {
    const { port } = await listenHttp((_request, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.once('close', () => clearInterval(drip));
    });
    expect(await once(request(port, { timeout: 300 }))).toMatchObject({ status: 0, failure: 'timeout' });
  });

  it('timeout when the TLS handshake is never answered', async () => {
    const { port } = await listenRaw(() => {});
    const target = { origin: 'https://shop.test', connect: { host: '127.0.0.1', port } };
    expect(await once(request(port, { target, timeout: 300 }))).toMatchObject({ failure: 'timeout' });
  });

  it('refused when nothing listens', async () => {
    const port = await closedPort();
    expect(await once(request(port))).toMatchObject({ status: 0, ok: false, failure: 'refused' });
  });

  it('closed when the connection ends without an answer', async () => {
    const { port } = await listenRaw((socket) => socket.end());
    expect(await once(request(port))).toMatchObject({ status: 0, ok: false, failure: 'closed' });
  });

  const answers = {
    'with a length': 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc',
    'with a length on its last connection':
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nabc',
    'in chunks': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
    'that is to end with the connection': 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc',
  };
  it.each(Object.entries(answers))('reset when the peer resets inside a body %s', async (_body, answer) => {
    const { port } = await listenRaw(midBody(answer, (socket) => socket.resetAndDestroy()));
    const expected = { status: 0, ok: false, failure: 'reset' };
    expect(await once(request(port))).toMatchObject(expected);
    expect(await once(request(port), false)).toMatchObject(expected);
  });

  it.each([
    ['with a length', answers['with a length']],
    ['in chunks', answers['in chunks']],
    [
      'in chunks on its last connection',
      answers['in chunks'].replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
    ],
  ])('closed when the peer closes inside a body %s', async (_body, answer) => {
    const { port } = await listenRaw(midBody(answer, (socket) => socket.end()));
    expect(await once(request(port))).toMatchObject({ status: 0, ok: false, failure: 'closed' });
  });

  it('protocol when the answer is not HTTP', async () => {
    const { port } = await listenRaw((socket) => socket.end('220 mail.example ESMTP\r\n'));
    expect(await once(request(port))).toMatchObject({ status: 0, ok: false, failure: 'protocol' });
  });

  it('nothing when a body ends with the connection, as it announced', async () => {
    const { port } = await listenRaw((socket) => socket.end(answers['that is to end with the connection']));
    expect(await once(request(port))).toMatchObject({ status: 200, ok: true });
  });
});

const pem = async (name: string): Promise<string> =>
  await readFile(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');

const through = (port: number, origin: string): RequestSpec =>
  request(port, { target: { origin, connect: { host: '127.0.0.1', port } } });

async function secureShop(onRequest: (host: string | undefined, sni: unknown) => void) {
  const key = await pem('shop.test.key');
  const cert = await pem('shop.test.pem');
  const server = createHttpsServer({ key, cert }, ({ headers, socket }, response) => {
    onRequest(headers.host, socket instanceof TLSSocket && socket.servername);
    response.end('ok');
  });
  return await listen(server);
}

describe('https', () => {
  it.each([true, false])(
    'keeps the name of the service on another address, keep-alive %s',
    async (keepAlive) => {
      const seen: unknown[] = [];
      const { port } = await secureShop((host, sni) => seen.push([host, sni]));
      const trust = { ca: await pem('ca.pem') };
      const spec = load([through(port, 'https://shop.test')], [20, 0.2], { keepAlive });
      const { all } = await runToEnd(spec, trust);
      expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(seen).toEqual(all.map(() => ['shop.test', 'shop.test']));
    },
  );

  it.each([
    ['of an unknown authority', 'https://shop.test', false, /verify|self-signed/],
    ['for another name', 'https://bank.test', true, /altnames/],
    ['for another address', 'https://127.0.0.1', true, /IP/],
  ])('refuses a certificate %s, and says so', async (_certificate, origin, trusted, detail) => {
    let requests = 0;
    const { port } = await secureShop(() => (requests += 1));
    const trust = trusted ? { ca: await pem('ca.pem') } : {};
    const { all } = await runToEnd(load([through(port, origin)], [10, 0.1]), trust);
    expect(all).toMatchObject([
      { status: 0, ok: false, failure: 'tls', detail: expect.stringMatching(detail) },
    ]);
    expect(requests).toBe(0);
  });
});
