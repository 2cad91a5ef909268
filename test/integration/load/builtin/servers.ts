import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on a free loopback port that ends with the test. */
export interface Listening<S extends TcpServer> {
  readonly server: S;
  readonly port: number;
  /** How many connections it has accepted. */
  readonly connections: () => number;
}

export async function listen<S extends TcpServer>(server: S): Promise<Listening<S>> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, port: address.port, connections: () => connections };
}

export async function listenHttp(handler: RequestListener): Promise<Listening<Server>> {
  return await listen(createServer(handler));
}

/** Speaks whatever bytes `onRequest` writes, once a request has begun to come. */
export async function listenRaw(onRequest: (socket: Socket) => void): Promise<Listening<TcpServer>> {
  return await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => onRequest(socket));
    }),
  );
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
