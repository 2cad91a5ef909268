import { type Server, type Socket, createServer } from 'node:net';
import type { Clock } from '../../../core/clock.ts';
import { PROBE_BYTES } from '../../../core/probe-size.ts';
import type { Address } from '../../driver.ts';
import { BurstMeter } from './burst-meter.ts';
import { ECHO, SOURCE, probeNumber } from './prober.ts';

/** Answers probe connections: echoes probes, swallows bursts up while measuring them, and sends bursts down. */
export class TcpReflector {
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Told of each piece of a burst up. */
  #arrived: (meter: BurstMeter) => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#serve(socket);
    });
  }

  async open(): Promise<Address> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const bound = this.#server.address();
    return { host: '127.0.0.1', port: bound !== null && typeof bound === 'object' ? bound.port : 0 };
  }

  onBurst(arrived: (meter: BurstMeter) => void): void {
    this.#arrived = arrived;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    const meter = new BurstMeter();
    let kind: number | undefined;
    this.#sockets.add(socket);
    socket
      .on('data', (bytes) => {
        kind ??= bytes[0];
        if (kind === ECHO) socket.write(bytes);
        else if (kind !== SOURCE) {
          meter.add(bytes.length, this.#clock.now());
          this.#arrived(meter);
        } else if (bytes.length >= PROBE_BYTES) socket.write(Buffer.alloc(probeNumber(bytes)));
      })
      .on('error', () => {
        // The prober sees what became of its connection.
      })
      .on('close', () => this.#sockets.delete(socket));
  }
}
