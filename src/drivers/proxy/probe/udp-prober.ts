import { type Socket, createSocket } from 'node:dgram';
import type { Clock, Milliseconds } from '../../../core/clock.ts';
import type { BitsPerSecond } from '../../../core/units/bitrate.ts';
import type { Direction } from '../../../impairment/model.ts';
import type { Entrance } from '../entrance.ts';
import { BurstMeter } from './burst-meter.ts';
import {
  ECHO,
  type Prober,
  type ProberEvents,
  SINK,
  SOURCE,
  encodeProbe,
  errorCode,
  probeNumber,
} from './prober.ts';

/** Fits one Ethernet frame with every header. */
const DATAGRAM = 1200;
/** Datagrams sent before the event loop may deliver some. */
const BATCH = 16;
/** A full queue drops the rest of a burst: it has ended when nothing came for this long. */
const QUIET: Milliseconds = 250;

const HOST = '127.0.0.1';

/** Probes and bursts of datagrams, and the reflector behind the link. */
export class UdpProber implements Prober {
  readonly #clock: Clock;
  readonly #events: ProberEvents;
  readonly #reflector = createSocket('udp4');
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #pinging: Socket | undefined;
  #upBurst = new BurstMeter();

  constructor(clock: Clock, events: ProberEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  async open(entrance: Entrance): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#reflector.once('error', reject);
      this.#reflector.bind(0, HOST, resolve);
    });
    this.#reflector.on('message', (datagram, from) => {
      if (datagram[0] === ECHO) this.#reflector.send(datagram, from.port, from.address);
      else if (datagram[0] === SINK) this.#upBurst.add(datagram.length, this.#clock.now());
      else if (datagram[0] === SOURCE) {
        this.#sendBurst(probeNumber(datagram), (piece) => {
          this.#reflector.send(piece, from.port, from.address);
        });
      }
    });
    await entrance.connectTo({ host: HOST, port: this.#reflector.address().port });
    this.#port = (await entrance.open()).port;
  }

  ping(number: number): void {
    this.#pinging ??= this.#createClient((datagram) => {
      this.#events.answered(probeNumber(datagram), this.#clock.now());
    });
    this.#pinging.send(encodeProbe(ECHO, number), this.#port, HOST);
  }

  async burst(direction: Direction, bytes: number, signal: AbortSignal): Promise<BitsPerSecond | undefined> {
    const meter = new BurstMeter();
    const client = this.#createClient((datagram) => {
      meter.add(datagram.length, this.#clock.now());
    });
    const send = (datagram: Buffer): void => {
      client.send(datagram, this.#port, HOST);
    };
    if (direction === 'down') {
      send(encodeProbe(SOURCE, bytes));
      return await this.#ended(meter, bytes, signal);
    }
    this.#upBurst = meter;
    this.#sendBurst(bytes, send);
    return await this.#ended(meter, bytes, signal);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
    await new Promise<void>((resolve) => {
      this.#reflector.close(resolve);
    });
  }

  async #ended(meter: BurstMeter, bytes: number, signal: AbortSignal): Promise<BitsPerSecond | undefined> {
    while (!signal.aborted) {
      const quiet = meter.bytes > 0 && this.#clock.now() - meter.lastAt > QUIET;
      if (quiet || meter.bytes >= bytes) return meter.rate();
      await this.#clock.sleep(10);
    }
    return undefined;
  }

  #sendBurst(bytes: number, send: (datagram: Buffer) => void): void {
    let left = bytes;
    const batch = (): void => {
      for (let sent = 0; sent < BATCH && left > 0; sent += 1) {
        send(Buffer.alloc(Math.min(DATAGRAM, left), SINK));
        left -= DATAGRAM;
      }
      if (left > 0) setImmediate(batch);
    };
    batch();
  }

  #createClient(received: (datagram: Buffer) => void): Socket {
    const socket = createSocket('udp4');
    this.#sockets.add(socket);
    return socket.on('message', received).on('error', (error) => {
      this.#events.failed(errorCode(error));
    });
  }
}
