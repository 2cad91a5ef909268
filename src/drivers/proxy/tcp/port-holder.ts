import { type Server, type Socket, connect, createServer } from 'node:net';
import type { Address } from '../../driver.ts';

/**
 * Keeps a port while nobody listens on it: a connection from that port to a socket of our own. New
 * connections to the port are refused by the kernel, which gives it to nobody else meanwhile; only another
 * program that asks for this very port with SO_REUSEADDR could take it.
 */
export class PortHolder {
  readonly #server: Server;
  readonly #socket: Socket;

  private constructor(server: Server, socket: Socket) {
    this.#server = server;
    this.#socket = socket;
  }

  /** `address` is what the listener was bound to, and is free at this moment. */
  static async hold(address: Address): Promise<PortHolder> {
    const server = createServer((socket) => {
      socket.on('error', () => {
        // The holder ends by a reset, so that the port has no TIME_WAIT.
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address.host, port: 0 }, resolve);
    });
    const bound = server.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
    const socket = connect({ host: address.host, port, localAddress: address.host, localPort: address.port });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (error) => {
        server.close();
        reject(error);
      });
    });
    socket.on('error', () => {
      // Reset by our own release.
    });
    return new PortHolder(server, socket);
  }

  async release(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#socket.once('close', () => {
        resolve();
      });
    });
    this.#socket.resetAndDestroy();
    this.#server.close();
    await closed;
  }
}
