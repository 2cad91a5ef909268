import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import type { Milliseconds } from '../../../core/clock.ts';
import type { Impairment } from '../../../impairment/model.ts';
import type { Address } from '../../driver.ts';
import type { Entrance } from '../entrance.ts';
import type { LinkContext } from '../link-context.ts';
import { UdpSession } from './session.ts';

/** Large enough for a burst of probes or of a game server's tick while the event loop is busy. */
const SOCKET_BUFFER = 4 * 1024 * 1024;

/** The UDP way into a link: one socket, a session for each client's address. */
export class UdpEntrance implements Entrance {
  readonly refusing = false;
  readonly #link: LinkContext;
  readonly #listen: Address;
  readonly #observed: boolean;
  readonly #sessions = new Map<string, UdpSession>();
  #socket: Socket | undefined;
  #target: Address | undefined;

  constructor(link: LinkContext, listen: Address, observed: boolean) {
    this.#link = link;
    this.#listen = listen;
    this.#observed = observed;
  }

  async open(): Promise<Address> {
    const { address, family } = await lookup(this.#listen.host);
    const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', recvBufferSize: SOCKET_BUFFER });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address, port: this.#listen.port, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    socket.on('error', () => {
      // An answer that could not be sent is a lost datagram.
    });
    socket.on('message', (datagram, from) => {
      this.#read(datagram, from);
    });
    this.#socket = socket;
    const bound = socket.address();
    return { host: bound.address, port: bound.port };
  }

  async connectTo(target: Address): Promise<void> {
    const { address } = await lookup(target.host);
    this.#target = { host: address, port: target.port };
  }

  /** Datagrams read the state when they pass; there is nothing to do for those that have. */
  async changed(_before: Impairment, _now: Milliseconds): Promise<void> {
    await Promise.resolve();
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) session.close();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    await new Promise<void>((resolve) => {
      socket.close(resolve);
    });
  }

  #read(datagram: Buffer, from: RemoteInfo): void {
    const client = `${from.address} ${from.port}`;
    const session = this.#sessions.get(client) ?? this.#begin(client, from);
    session?.read(datagram);
  }

  #begin(client: string, from: RemoteInfo): UdpSession | undefined {
    const { scheduler, log } = this.#link;
    if (this.#target === undefined) return undefined;
    const channels = this.#link.enter();
    if (this.#observed) log.began(scheduler.clock.now());
    const session = new UdpSession({
      target: this.#target,
      channels,
      scheduler,
      traffic: this.#observed ? log.traffic : undefined,
      reply: (answer) => this.#socket?.send(answer, from.port, from.address),
      closed: () => {
        this.#sessions.delete(client);
        this.#link.leave(channels);
        if (this.#observed) log.ended(scheduler.clock.now());
      },
    });
    this.#sessions.set(client, session);
    return session;
  }
}
