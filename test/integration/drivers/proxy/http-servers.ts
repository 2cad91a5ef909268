import { once } from 'node:events';
import { type Agent, createServer, request } from 'node:http';
import * as http2 from 'node:http2';
import type { Server } from 'node:net';
import type { Address } from '../../../../src/drivers/driver.ts';

/** What a server says it was asked and answered: `GET /s/200 200`, and the gRPC status of calls. */
export type Tally = Map<string, number>;

export interface CountingServer {
  readonly address: Address;
  readonly served: Tally;
  close(): Promise<void>;
}

export function count(tally: Tally, key: string): void {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}

/** Answers `/STATUS/...` with that status, over HTTP/1.1, every other time chunked. */
export async function startHttp1(): Promise<CountingServer> {
  const served: Tally = new Map();
  const server = createServer((message, response) => {
    const path = pathOf(message.url);
    const status = Number(path.split('/')[1]);
    message.resume().on('end', () => {
      response.statusCode = status;
      if (path.endsWith('chunked')) response.write('first, ');
      response.end('x'.repeat(300), () => {
        count(served, `${message.method} ${path} ${status}`);
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', (message, socket) => {
    count(served, `${message.method} ${pathOf(message.url)} 101`);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.on('error', () => undefined).pipe(socket);
  });
  return await started(server, served, () => {
    server.closeAllConnections();
  });
}

/** Answers `/STATUS/...` with that status, and calls of `/grpc.N/...` with the gRPC status N. */
export async function startHttp2(): Promise<CountingServer> {
  const served: Tally = new Map();
  const sessions = new Set<http2.ServerHttp2Session>();
  const server = http2.createServer({ settings: { maxHeaderListSize: 200_000 } });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    const path = pathOf(headers[':path']);
    stream.on('error', () => undefined);
    stream.resume().on('end', () => {
      const code = /^\/grpc\.(\d+)\//.exec(path)?.[1];
      if (code !== undefined) answerCall(stream, code, path.endsWith('/only'));
      else {
        stream.respond({ ':status': Number(path.split('/')[1]), 'x-echo': headers['x-large'] ?? 'none' });
        stream.end('x'.repeat(path.endsWith('/bulk') ? 100_000 : 300));
      }
      const status = code === undefined ? path.split('/')[1] : `200 grpc ${code}`;
      count(served, `${headers[':method']} ${path} ${status}`);
    });
  });
  return await started(server, served, () => {
    for (const session of sessions) session.destroy();
  });
}

function answerCall(stream: http2.ServerHttp2Stream, code: string, trailersOnly: boolean): void {
  const status = { 'grpc-status': code, 'grpc-message': 'said so' };
  const head = { ':status': 200, 'content-type': 'application/grpc+proto' };
  if (trailersOnly) {
    stream.respond({ ...head, ...status }, { endStream: true });
    return;
  }
  stream.respond(head, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    stream.sendTrailers(status);
  });
  stream.end(grpcMessage('answer'));
}

export function grpcMessage(text: string): Buffer {
  const message = Buffer.alloc(5 + text.length);
  message.writeUInt32BE(text.length, 1);
  message.write(text, 5);
  return message;
}

/** One HTTP/1.1 request; resolves when its answer is complete. */
export async function askHttp1(address: Address, agent: Agent, method: string, path: string): Promise<void> {
  const asked = request({ ...address, agent, method, path });
  asked.end(method === 'POST' ? 'body' : undefined);
  await new Promise<void>((resolve, reject) => {
    asked.on('error', reject).on('response', (answer) => answer.resume().on('end', resolve));
  });
}

/** One exchange of HTTP/2; resolves when its stream has ended, however. */
export async function askHttp2(
  session: http2.ClientHttp2Session,
  headers: http2.OutgoingHttpHeaders,
  body = '',
): Promise<void> {
  const stream = session.request(
    { ':method': body === '' ? 'GET' : 'POST', ...headers },
    { endStream: body === '' },
  );
  stream.on('error', () => undefined);
  if (body !== '') stream.end(body);
  stream.resume();
  await new Promise<void>((resolve) => stream.on('close', resolve));
}

/** Where a server listens from now on. */
export async function listening(server: Server): Promise<Address> {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return { host: '127.0.0.1', port: bound.port };
}

async function started(server: Server, served: Tally, end: () => void): Promise<CountingServer> {
  return {
    address: await listening(server),
    served,
    close: async () => {
      end();
      server.close();
      await once(server, 'close');
    },
  };
}

function pathOf(target: unknown): string {
  return String(target).split('?')[0] ?? '';
}
