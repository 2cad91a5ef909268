import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { OpenSocket } from './socket.ts';

const ignore = (): void => {};

/**
 * One client of the service: an undici `Client` and its socket, carrying one request at a time. undici's `Pool` is the
 * same thing behind a list, but cannot give up a request that still waits for its connection, and searches the list.
 */
export class Connection {
  readonly #client: Client;
  #socket: Socket | undefined;

  constructor(origin: string, open: OpenSocket) {
    this.#client = new Client(origin, {
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, ready) => {
        this.#socket = open(ready);
      },
    });
  }

  /** What broke the socket, which undici may have hidden behind an error of its own. */
  get error(): Error | undefined {
    return this.#socket?.errored ?? undefined;
  }

  /** Connects first when there is no live socket; `handler` hears of every failure. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(request, handler);
  }

  /** Gives up what is open, also a connection that is not there yet; `closed` is called when the socket is gone. */
  close(closed: () => void): void {
    const socket = this.#socket;
    this.#client.destroy(null, ignore);
    if (socket === undefined || socket.closed) {
      closed();
      return;
    }
    socket.once('close', closed);
    socket.destroy();
  }
}
