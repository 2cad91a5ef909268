import { type Socket, connect } from 'node:net';
import type { Clock } from '../../../core/clock.ts';
import { PROBE_BYTES } from '../../../core/probe-size.ts';
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
import { TcpReflector } from './tcp-reflector.ts';

/** Small probes go over one connection, which is opened again when it ends; each burst has one of its own. */
export class TcpProber implements Prober {
  readonly #clock: Clock;
  readonly #events: ProberEvents;
  readonly #reflector: TcpReflector;
  readonly #sockets = new Set<Socket>();
  #host = '';
  #port = 0;
  #pinging: Socket | undefined;

  constructor(clock: Clock, events: ProberEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#reflector = new TcpReflector(clock);
  }

  async open(entrance: Entrance): Promise<void> {
    await entrance.connectTo(await this.#reflector.open());
    ({ host: this.#host, port: this.#port } = await entrance.open());
  }

  ping(number: number): void {
    this.#pinging ??= this.#openPinging();
    this.#pinging.write(encodeProbe(ECHO, number));
  }

  async burst(direction: Direction, bytes: number, signal: AbortSignal): Promise<BitsPerSecond | undefined> {
    return await new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(undefined);
      });
      const arrived = (meter: BurstMeter): void => {
        if (meter.bytes >= bytes) resolve(meter.rate());
      };
      const socket = this.#connect();
      if (direction === 'up') {
        this.#reflector.onBurst(arrived);
        socket.resume().write(Buffer.alloc(bytes, SINK));
        return;
      }
      const meter = new BurstMeter();
      socket.on('data', (piece) => {
        meter.add(piece.length, this.#clock.now());
        arrived(meter);
      });
      socket.write(encodeProbe(SOURCE, bytes));
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#reflector.close();
    await Promise.resolve();
  }

  #openPinging(): Socket {
    const socket = this.#connect();
    let rest = Buffer.alloc(0);
    socket
      .on('data', (bytes) => {
        const now = this.#clock.now();
        rest = Buffer.concat([rest, bytes]);
        for (; rest.length >= PROBE_BYTES; rest = rest.subarray(PROBE_BYTES)) {
          this.#events.answered(probeNumber(rest), now);
        }
      })
      .on('close', () => {
        if (this.#pinging === socket) this.#pinging = undefined;
      });
    return socket;
  }

  #connect(): Socket {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    this.#sockets.add(socket);
    return socket
      .on('error', (error) => {
        this.#events.failed(errorCode(error));
      })
      .on('close', () => this.#sockets.delete(socket));
  }
}
