import type { Milliseconds } from '../../../core/clock.ts';
import type { ResetBy } from '../../driver.ts';
import type { Tap } from '../tcp/pipe.ts';
import type { HttpMeter } from './http-meter.ts';
import type { Traffic } from './traffic.ts';

function nothing(): void {
  // This side of the pipe is not counted.
}

/** Who is told what became of a connection. */
export interface ConnectionSink {
  readonly traffic: Traffic;
  /** The client was handed its first byte `after` the connection was attempted. */
  answered(begun: Milliseconds, after: Milliseconds): void;
  reset(now: Milliseconds, by: ResetBy): void;
  closed(log: ConnectionLog, now: Milliseconds): void;
}

/** What one connection tells of itself: requests as they come from the client, responses as they are handed to it. */
export class ConnectionLog {
  readonly up: Tap;
  readonly down: Tap;
  readonly #meter: HttpMeter | undefined;
  readonly #sink: ConnectionSink;
  #answered = false;
  #resetBy: ResetBy | undefined;
  #closed = false;

  constructor(sink: ConnectionSink, meter: HttpMeter | undefined, begun: Milliseconds) {
    const { traffic } = sink;
    this.#meter = meter;
    this.#sink = sink;
    this.up = {
      entered: (bytes, now) => {
        traffic.add('up', bytes.length, now);
        meter?.request(bytes, now);
      },
      handed: nothing,
      ended: nothing,
    };
    this.down = {
      entered: nothing,
      handed: (bytes, now) => {
        traffic.add('down', bytes.length, now);
        if (!this.#answered) {
          this.#answered = true;
          sink.answered(begun, now - begun);
        }
        meter?.response(bytes, now);
      },
      ended: (now) => {
        meter?.responseEnd(now);
      },
    };
  }

  *openSince(): Generator<Milliseconds> {
    if (this.#meter !== undefined) yield* this.#meter.openSince();
  }

  /** The service could not be reached, which its client sees as a reset. */
  failed(now: Milliseconds): void {
    this.#meter?.failed(now);
    this.reset(now, 'server');
  }

  /** Only the first counts: a side that is reset answers in kind. */
  reset(now: Milliseconds, by: ResetBy): void {
    if (this.#resetBy !== undefined || this.#closed) return;
    this.#resetBy = by;
    this.#sink.reset(now, by);
  }

  /** Idempotent. */
  closed(now: Milliseconds): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#meter?.closed(now, this.#resetBy);
    this.#sink.closed(this, now);
  }
}
