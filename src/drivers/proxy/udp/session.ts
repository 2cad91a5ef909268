import { type Socket, createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Milliseconds } from '../../../core/clock.ts';
import type { Address } from '../../driver.ts';
import type { Traffic } from '../metering/traffic.ts';
import type { Channels } from '../shaping/channel.ts';
import { Alarm } from '../timing/alarm.ts';
import type { Scheduler } from '../timing/scheduler.ts';
import { DatagramShaper } from './datagram-shaper.ts';

/** A client that has been silent both ways for this long is forgotten. */
const IDLE: Milliseconds = 60_000;
/** Datagrams that wait for the upstream socket, which takes one turn of the event loop. */
const MOST_EARLY = 1024;

export interface SessionOptions {
  /** An IP address and port. */
  readonly target: Address;
  readonly channels: Channels;
  readonly scheduler: Scheduler;
  /** Absent for probes. */
  readonly traffic: Traffic | undefined;
  readonly reply: (datagram: Buffer) => void;
  readonly closed: () => void;
}

/** One client's datagrams, from an upstream socket of its own, so that answers find their way back. */
export class UdpSession {
  readonly #options: SessionOptions;
  readonly #upstream: Socket;
  readonly #up: DatagramShaper;
  readonly #down: DatagramShaper;
  readonly #idle = new Alarm((now) => {
    this.#lookWhetherIdle(now);
  });
  #early: Buffer[] | undefined = [];
  #lastActive: Milliseconds;
  #closed = false;

  constructor(options: SessionOptions) {
    const { channels, scheduler, target } = options;
    this.#options = options;
    this.#lastActive = scheduler.clock.now();
    this.#upstream = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
    this.#up = new DatagramShaper(channels.up, scheduler, (datagram) => {
      this.#sendUp(datagram);
    });
    this.#down = new DatagramShaper(channels.down, scheduler, (datagram, now) => {
      this.#handDown(datagram, now);
    });
    this.#upstream
      .on('message', (datagram) => {
        this.#lastActive = scheduler.clock.now();
        this.#down.send(datagram, this.#lastActive);
      })
      .on('error', () => {
        // An ICMP error of an earlier datagram: the client of a UDP service is not told.
      })
      .on('connect', () => {
        const early = this.#early ?? [];
        this.#early = undefined;
        for (const datagram of early) this.#sendUp(datagram);
      });
    this.#upstream.connect(target.port, target.host);
    scheduler.set(this.#idle, this.#lastActive + IDLE);
  }

  /** A datagram came from the client. */
  read(datagram: Buffer): void {
    const now = this.#options.scheduler.clock.now();
    this.#lastActive = now;
    this.#options.traffic?.add('up', datagram.length, now);
    this.#up.send(datagram, now);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.scheduler.clear(this.#idle);
    this.#upstream.close();
    this.#options.closed();
  }

  #sendUp(datagram: Buffer): void {
    if (this.#closed) return;
    if (this.#early === undefined) this.#upstream.send(datagram);
    else if (this.#early.length < MOST_EARLY) this.#early.push(datagram);
  }

  #handDown(datagram: Buffer, now: Milliseconds): void {
    if (this.#closed) return;
    this.#options.traffic?.add('down', datagram.length, now);
    this.#options.reply(datagram);
  }

  #lookWhetherIdle(now: Milliseconds): void {
    if (now - this.#lastActive >= IDLE) this.close();
    else this.#options.scheduler.set(this.#idle, this.#lastActive + IDLE);
  }
}
