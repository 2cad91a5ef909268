import type { Milliseconds } from '../../../core/clock.ts';
import { ConnectionEvents } from './connection-events.ts';
import { ConnectionLog, type ConnectionSink } from './connection-log.ts';
import { HttpMeter } from './http-meter.ts';
import type { Llhttp } from './llhttp.ts';
import type { MeterSink } from './meter.ts';
import { type PackedObservation, SampleColumns } from './observation.ts';
import { Traffic } from './traffic.ts';

/** Some 32 MB of samples: what is not drained by then is dropped, and said so. */
const MOST_SAMPLES = 500_000;
/** Of paths and methods: some 64 MB where every path is another one, and of the longest that is kept. */
const MOST_TEXT = 64 * 1024 * 1024;
const DROPPED = 'dropped: not drained in time';

/** What one link has seen since it was last asked. */
export class LinkLog {
  readonly traffic: Traffic = new Traffic();
  readonly #edge: string;
  readonly #llhttp: Llhttp | undefined;
  readonly #samples = new SampleColumns(MOST_SAMPLES, MOST_TEXT);
  readonly #connections = new Set<ConnectionLog>();
  readonly #events = new ConnectionEvents(MOST_SAMPLES, () => {
    this.#countUnread(DROPPED);
  });
  #unread = new Map<string, number>();

  /** Without a parser, only connections and traffic are counted. */
  constructor(edge: string, llhttp: Llhttp | undefined) {
    this.#edge = edge;
    this.#llhttp = llhttp;
  }

  /** Notes a datagram session. */
  began(now: Milliseconds): void {
    this.#events.began(now);
  }

  ended(now: Milliseconds): void {
    this.#events.closed(now);
  }

  /** A connection that asks `service`. */
  connection(now: Milliseconds, service: string): ConnectionLog {
    this.#events.began(now);
    const meter =
      this.#llhttp === undefined ? undefined : new HttpMeter(this.#llhttp, this.#meterSink(service), now);
    const log = new ConnectionLog(this.#connectionSink, meter, now);
    this.#connections.add(log);
    return log;
  }

  drain(): PackedObservation {
    const unread = Object.fromEntries(this.#unread);
    this.#unread = new Map();
    return {
      edge: this.#edge,
      ...this.#samples.drain(),
      ...this.#events.drain(),
      traffic: this.traffic.drain(),
      openSince: [...this.#connections].flatMap((connection) => [...connection.openSince()]),
      unread,
    };
  }

  readonly #connectionSink: ConnectionSink = {
    traffic: this.traffic,
    answered: (begun, after) => {
      this.#events.answered(begun, after);
    },
    reset: (now, by) => {
      this.#events.reset(now, by);
    },
    closed: (log, now) => {
      this.#connections.delete(log);
      this.#events.closed(now);
    },
  };

  #meterSink(service: string): MeterSink {
    return {
      exchange: (sample) => {
        if (!this.#samples.add(sample, service)) this.#countUnread(DROPPED);
      },
      unread: (reason) => {
        this.#countUnread(reason);
      },
    };
  }

  #countUnread(reason: string): void {
    this.#unread.set(reason, (this.#unread.get(reason) ?? 0) + 1);
  }
}
