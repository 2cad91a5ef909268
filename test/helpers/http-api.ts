import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { temporaryFolder } from './processes.ts';

/** An answer of Prometheus' HTTP API: one number without labels. */
export function vectorOfOne(value: string): string {
  const result = [{ metric: {}, value: [1435781451.781, value] }];
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
}

/** A server of HTTP on loopback, closed after the test. */
export async function serveHttp(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(listener))}`;
}

/** The same with a certificate of its own, made by openssl. */
export async function serveHttps(
  listener: RequestListener,
  names = 'DNS:localhost,IP:127.0.0.1',
): Promise<{ readonly port: number; readonly ca: string }> {
  const folder = temporaryFolder();
  const ca = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test -addext subjectAltName=${names}`;
  const made = spawnSync('openssl', [...words.split(' '), '-keyout', key, '-out', ca]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
  const server = createHttpsServer({ key: readFileSync(key), cert: readFileSync(ca) }, listener);
  return { port: await listen(server), ca };
}

/** A server that does with a connection whatever it likes. */
export async function serveRaw(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
