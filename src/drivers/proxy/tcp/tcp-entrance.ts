import type { Socket } from 'node:net';
import type { Milliseconds } from '../../../core/clock.ts';
import type { Impairment } from '../../../impairment/model.ts';
import type { Address } from '../../driver.ts';
import type { Entrance } from '../entrance.ts';
import type { LinkContext } from '../link-context.ts';
import { Connection } from './connection.ts';
import { TcpListener } from './listener.ts';

/** The TCP way into a link. */
export class TcpEntrance implements Entrance {
  readonly #link: LinkContext;
  readonly #service: string | undefined;
  readonly #listener: TcpListener;
  readonly #connections = new Set<Connection>();
  #target: Address | undefined;

  /** Without a service: for probes, of which the log learns nothing. */
  constructor(link: LinkContext, listen: Address, service?: string) {
    this.#link = link;
    this.#service = service;
    this.#listener = new TcpListener(listen, (socket) => {
      this.#accept(socket);
    });
  }

  get refusing(): boolean {
    return this.#listener.refusing;
  }

  async open(): Promise<Address> {
    const address = await this.#listener.open();
    await this.#listener.refuse(this.#link.state.impairment.connection.refuse === true);
    return address;
  }

  async connectTo(target: Address): Promise<void> {
    this.#target = target;
    await Promise.resolve();
  }

  async changed(before: Impairment, now: Milliseconds): Promise<void> {
    for (const connection of this.#connections) connection.changed(before, now);
    await this.#listener.refuse(this.#link.state.impairment.connection.refuse === true);
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.reset();
    await this.#listener.close();
  }

  #accept(client: Socket): void {
    const channels = this.#link.enter();
    const { state, scheduler, log } = this.#link;
    const connection = new Connection({
      client,
      target: this.#target,
      state,
      channels,
      scheduler,
      log: this.#service === undefined ? undefined : log.connection(scheduler.clock.now(), this.#service),
      closed: (closed) => {
        this.#connections.delete(closed);
        this.#link.leave(channels);
      },
    });
    this.#connections.add(connection);
  }
}
