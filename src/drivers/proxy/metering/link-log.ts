import type { Milliseconds } from '../../../core/clock.ts';
import { ConnectionLog } from './connection-log.ts';
import { HttpMeter, type MeterSink } from './http-meter.ts';
import type { Llhttp } from './llhttp.ts';
import { type PackedObservation, SampleColumns } from './observation.ts';
import { Traffic } from './traffic.ts';

/** Some 25 MB of samples: what is not drained by then is dropped, and said so. */
const MOST_SAMPLES = 500_000;
const DROPPED = 'dropped: not drained in time';

/** What one link has seen since it was last asked. */
export class LinkLog {
  readonly traffic: Traffic = new Traffic();
  readonly #edge: string;
  readonly #llhttp: Llhttp | undefined;
  readonly #samples = new SampleColumns(MOST_SAMPLES);
  readonly #connections = new Set<ConnectionLog>();
  #connectionsAt: Milliseconds[] = [];
  #unread = new Map<string, number>();

  /** Without a parser, only connections and traffic are counted. */
  constructor(edge: string, llhttp: Llhttp | undefined) {
    this.#edge = edge;
    this.#llhttp = llhttp;
  }

  /** Notes a connection, or a datagram session. */
  began(now: Milliseconds): void {
    if (this.#connectionsAt.length < MOST_SAMPLES) this.#connectionsAt.push(now);
    else this.#countUnread(DROPPED);
  }

  connection(now: Milliseconds): ConnectionLog {
    this.began(now);
    const meter = this.#llhttp === undefined ? undefined : new HttpMeter(this.#llhttp, this.#sink, now);
    const log = new ConnectionLog(this.traffic, meter, (ended) => this.#connections.delete(ended));
    this.#connections.add(log);
    return log;
  }

  drain(): PackedObservation {
    const connectionsAt = this.#connectionsAt;
    const unread = Object.fromEntries(this.#unread);
    this.#connectionsAt = [];
    this.#unread = new Map();
    return {
      edge: this.#edge,
      ...this.#samples.drain(),
      connectionsAt,
      traffic: this.traffic.drain(),
      openSince: [...this.#connections].flatMap((connection) => [...connection.openSince()]),
      unread,
    };
  }

  readonly #sink: MeterSink = {
    exchange: (sample) => {
      if (!this.#samples.add(sample)) this.#countUnread(DROPPED);
    },
    unread: (reason) => {
      this.#countUnread(reason);
    },
  };

  #countUnread(reason: string): void {
    this.#unread.set(reason, (this.#unread.get(reason) ?? 0) + 1);
  }
}
