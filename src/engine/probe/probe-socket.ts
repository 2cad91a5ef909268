import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { BitsPerSecond } from '../../core/units/bitrate.ts';
import type { Address } from '../../drivers/driver.ts';
import { BurstMeter } from '../../drivers/proxy/probe/burst-meter.ts';
import { FRAME_HEADERS } from '../../core/probe-size.ts';
import { bulkOf, decode, encodePing, turnRound, wireBytes } from './datagrams.ts';
import type { PingPlan, PingResult, Pong } from './messages.ts';

/** Datagrams sent before the event loop may deliver some. */
const BATCH = 16;
/** A full queue drops the rest of a burst: it has ended when nothing came for this long. */
const QUIET: Milliseconds = 250;
const LOOK_EVERY: Milliseconds = 10;

/** One end of a link: sends probes and bursts, turns probes round, and measures bursts. */
export class ProbeSocket {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #turned = 0;
  #burst = new BurstMeter();
  #series = 0;
  #pongs = new Map<number, Pong>();
  #errors = new Map<string, number>();

  private constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket
      .on('message', (bytes, from) => this.#receive(bytes, { host: from.address, port: from.port }))
      .on('error', (error) => this.#note(error));
  }

  static async open(address: string, clock: Clock): Promise<ProbeSocket> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new ProbeSocket(socket, clock);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Resolves when all have come back, or the time is over. */
  async ping({ to, count, interval, within }: PingPlan): Promise<PingResult> {
    const begin = this.#clock.now();
    this.#series += 1;
    this.#pongs = new Map();
    this.#errors = new Map();
    for (let number = 0; number < count; number += 1) {
      await this.#until(begin + number * interval);
      this.#send(encodePing(this.#series, number, this.#clock.now()), to);
    }
    while (this.#pongs.size < count && this.#clock.now() < begin + within)
      await this.#clock.sleep(LOOK_EVERY);
    const inOrder = [...this.#pongs].toSorted(([a], [b]) => a - b);
    return { sent: count, pongs: inOrder.map(([, pong]) => pong), errors: Object.fromEntries(this.#errors) };
  }

  /** How many pings came here since the last call. */
  takeCount(): number {
    const turned = this.#turned;
    this.#turned = 0;
    return turned;
  }

  async send(to: Address, bytes: number): Promise<void> {
    let inBatch = 0;
    for (const datagram of bulkOf(bytes)) {
      this.#send(datagram, to);
      inBatch += 1;
      if (inBatch % BATCH === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The rate, with headers, at which a burst came in that is on its way now; undefined when not even half of it did in time. */
  async receive(bytes: number, within: Milliseconds): Promise<BitsPerSecond | undefined> {
    const begin = this.#clock.now();
    const meter = new BurstMeter();
    this.#burst = meter;
    while (this.#clock.now() < begin + within) {
      const quiet = meter.bytes > 0 && this.#clock.now() - meter.lastAt > QUIET;
      if (quiet || meter.bytes >= wireBytes(bytes)) return meter.rate();
      await this.#clock.sleep(LOOK_EVERY);
    }
    // What a busy machine has not yet read does not change the pace of what it has.
    return meter.bytes * 2 >= wireBytes(bytes) ? meter.rate() : undefined;
  }

  #receive(bytes: Buffer, from: Address): void {
    const now = this.#clock.now();
    const datagram = decode(bytes);
    switch (datagram?.kind) {
      case 'ping':
        this.#turned += 1;
        this.#send(turnRound(datagram.bytes, now), from);
        break;
      case 'pong': {
        const { series, number, sent, turned } = datagram;
        // The first copy counts: a link may duplicate.
        if (series === this.#series && !this.#pongs.has(number))
          this.#pongs.set(number, { sent, turned, back: now });
        break;
      }
      case 'bulk':
        this.#burst.add(datagram.bytes + FRAME_HEADERS, now);
        break;
      case undefined:
        break;
    }
  }

  #send(datagram: Buffer, to: Address): void {
    this.#socket.send(datagram, to.port, to.host, (error) => {
      if (error !== null) this.#note(error);
    });
  }

  #note(error: Error): void {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  async #until(moment: Milliseconds): Promise<void> {
    const wait = moment - this.#clock.now();
    if (wait > 0) await this.#clock.sleep(wait);
  }
}
