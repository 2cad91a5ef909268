import type { EpochMilliseconds, Milliseconds } from '../../../core/clock.ts';
import type { Sample } from '../../../metrics/sample.ts';
import type { RequestEnd } from './tag-set.ts';

/** A value of an HTTP metric that somebody asks for. */
interface WantedValue {
  readonly wanted: number;
  readonly value: number;
}

export interface RequestTaker {
  sample(sample: Sample): void;
  value(wanted: number, at: Milliseconds, end: Milliseconds, value: number): void;
}

/**
 * Puts the points of one HTTP request together. k6 writes them one after the other, with one stamp, that of the request's end, and one set of
 * tags: `http_reqs` first, `http_req_failed` last unless the script has switched it off (lib/netext/httpext/tracer.go).
 *
 * The begin of the request is that stamp - (duration + blocked): `http_req_duration` is sending + waiting + receiving, and
 * `http_req_blocked` holds the waiting for a connection, connecting and TLS.
 */
export class RequestAssembler {
  readonly #taker: RequestTaker;
  #end: RequestEnd | undefined;
  #time: EpochMilliseconds = 0;
  #stamp: Milliseconds = 0;
  #took: Milliseconds = 0;
  #values: WantedValue[] = [];

  constructor(taker: RequestTaker) {
    this.#taker = taker;
  }

  /** @param stamp the same time as `time`, on `Clock.now`'s scale */
  begin(end: RequestEnd, time: EpochMilliseconds, stamp: Milliseconds): void {
    this.finish();
    this.#end = end;
    this.#time = time;
    this.#stamp = stamp;
    this.#took = 0;
  }

  /** Whether a point with this time, whose tags are those of the point before, belongs to the request that is open. */
  takes(time: EpochMilliseconds, sameTags: boolean): boolean {
    return this.#end !== undefined && sameTags && time === this.#time;
  }

  /** A part of the time from the request's begin to its end. */
  lasted(duration: Milliseconds): void {
    this.#took += duration;
  }

  want(wanted: number, value: number): void {
    this.#values.push({ wanted, value });
  }

  /** No further point belongs to the open request. */
  finish(): void {
    const end = this.#end;
    if (end === undefined) return;
    this.#end = undefined;
    const began = this.#stamp - this.#took;
    this.#taker.sample({ due: began, sent: began, end: this.#stamp, ...end });
    if (this.#values.length === 0) return;
    for (const { wanted, value } of this.#values) this.#taker.value(wanted, began, this.#stamp, value);
    this.#values = [];
  }
}
