import type { Milliseconds } from '../../../core/clock.ts';
import type { Tap } from '../tcp/pipe.ts';
import type { HttpMeter } from './http-meter.ts';
import type { Traffic } from './traffic.ts';

function nothing(): void {
  // This side of the pipe is not counted.
}

/** What one connection tells of itself: requests as they come from the client, responses as they are handed to it. */
export class ConnectionLog {
  readonly up: Tap;
  readonly down: Tap;
  readonly #meter: HttpMeter | undefined;
  readonly #ended: (log: ConnectionLog) => void;

  constructor(traffic: Traffic, meter: HttpMeter | undefined, ended: (log: ConnectionLog) => void) {
    this.#meter = meter;
    this.#ended = ended;
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

  failed(now: Milliseconds): void {
    this.#meter?.failed(now);
  }

  closed(now: Milliseconds): void {
    this.#meter?.closed(now);
    this.#ended(this);
  }
}
