import { type Server, type Socket, createServer } from 'node:net';
import type { Address } from '../../driver.ts';
import { PortHolder } from './port-holder.ts';

/** A full backlog would lose SYNs, which no impairment asked for; the kernel lowers it to its own limit. */
const BACKLOG = 4096;

/** A listening socket that can stop listening, so that connections are refused, and come back on the same port. */
export class TcpListener {
  readonly #asked: Address;
  readonly #accepted: (socket: Socket) => void;
  #server: Server | undefined;
  #holder: PortHolder | undefined;
  #bound: Address | undefined;

  constructor(asked: Address, accepted: (socket: Socket) => void) {
    this.#asked = asked;
    this.#accepted = accepted;
  }

  get refusing(): boolean {
    return this.#bound !== undefined && this.#server === undefined;
  }

  /** Rejects with the system's error. */
  async open(): Promise<Address> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, this.#accepted);
    const { host, port } = this.#bound ?? this.#asked;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: BACKLOG, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.on('error', () => {
      // A failed accept, for want of file descriptors: that client sees it, the others go on.
    });
    const bound = server.address();
    if (bound !== null && typeof bound === 'object') this.#bound = { host: bound.address, port: bound.port };
    this.#server = server;
    return this.#bound ?? this.#asked;
  }

  /** Refuses new connections, or takes them again; those that are open are not touched. */
  async refuse(refuse: boolean): Promise<void> {
    if (refuse === this.refusing || this.#bound === undefined) return;
    if (refuse) {
      this.#server?.close();
      this.#server = undefined;
      // Without a holder connections are refused all the same; only the port is not protected then.
      this.#holder = await PortHolder.hold(this.#bound).catch(() => undefined);
    } else {
      await this.#holder?.release();
      this.#holder = undefined;
      await this.open();
    }
  }

  async close(): Promise<void> {
    this.#server?.close();
    this.#server = undefined;
    await this.#holder?.release();
    this.#holder = undefined;
  }
}
