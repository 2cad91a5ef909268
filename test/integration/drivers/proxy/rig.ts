import { type Server, type Socket, connect, createServer } from 'node:net';
import { once } from 'node:events';
import type { Address, Driver, InstalledLink, LinkSpec } from '../../../../src/drivers/driver.ts';
import { createProxyDriver } from '../../../../src/drivers/proxy/driver.ts';

const NEVER = new AbortController().signal;

/** A proxy in this thread with one link to `target`. */
export interface Rig {
  readonly driver: Driver;
  readonly link: InstalledLink;
  readonly address: Address;
  connect(): Promise<Socket>;
}

export async function openLink(target: Address, spec: Partial<LinkSpec> = {}): Promise<Rig> {
  const driver = createProxyDriver({ thread: false });
  const listeners = [{ service: 'service', listen: { host: '127.0.0.1', port: 0 } }];
  const full: LinkSpec = { edge: 'edge', protocol: 'tcp', per: 'client', listeners, seed: 1, ...spec };
  const [link] = await driver.install([full], NEVER);
  const address = link?.addresses['service'];
  if (link === undefined || address === undefined) throw new Error('the link has no address');
  await link.connectTo('service', target);
  return {
    driver,
    link,
    address,
    connect: async () => {
      const socket = connect({ ...address, noDelay: true, allowHalfOpen: true });
      await once(socket, 'connect');
      socket.on('error', () => undefined);
      return socket;
    },
  };
}

export interface TestServer {
  readonly address: Address;
  readonly sockets: readonly Socket[];
  close(): Promise<void>;
}

export async function startServer(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<TestServer> {
  const sockets: Socket[] = [];
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.push(socket);
    // A reset is what many of these tests are about.
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return {
    address: { host, port: bound.port },
    sockets,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function echo(socket: Socket): void {
  socket.pipe(socket);
}

/** Everything the other side sends until it ends. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  await once(socket, 'end');
  return Buffer.concat(pieces);
}

export async function readSome(socket: Socket): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error('the connection ended'));
    };
    socket.once('close', ended);
    socket.once('data', (bytes) => {
      socket.off('close', ended);
      resolve(bytes);
    });
  });
}
