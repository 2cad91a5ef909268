import type { LoadTarget } from '../load.ts';
import { Connection } from './connection.ts';
import { socketOpener, type OpenSocket, type TlsTrust } from './socket.ts';

/** Connections of one load to one target, as many as there are open requests. */
export class ConnectionPool {
  readonly #origin: string;
  readonly #open: OpenSocket;
  readonly #keepAlive: boolean;
  readonly #connections = new Set<Connection>();
  /** Last in, first out: what a burst needed beyond the usual falls idle and is closed by undici's idle timeout. */
  readonly #idle: Connection[] = [];
  #onEmpty: (() => void) | undefined;

  constructor(target: LoadTarget, options: { readonly keepAlive: boolean; readonly trust: TlsTrust }) {
    this.#origin = target.origin;
    this.#open = socketOpener(target, options.trust);
    this.#keepAlive = options.keepAlive;
  }

  take(): Connection {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    const connection = new Connection(this.#origin, this.#open);
    this.#connections.add(connection);
    return connection;
  }

  /** After a complete answer. */
  release(connection: Connection): void {
    if (this.#keepAlive) this.#idle.push(connection);
    else this.discard(connection);
  }

  /** After anything else: its socket may be in the middle of an answer. */
  discard(connection: Connection): void {
    connection.close(() => {
      this.#connections.delete(connection);
      if (this.#connections.size === 0) this.#onEmpty?.();
    });
  }

  /** Resolves when every socket is gone. */
  async close(): Promise<void> {
    this.#idle.length = 0;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      for (const connection of this.#connections) this.discard(connection);
      if (this.#connections.size === 0) resolve();
    });
  }
}
