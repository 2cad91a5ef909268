import type { Milliseconds } from '../../../core/clock.ts';
import type { ResetBy } from '../../driver.ts';
import { brokenSample, createExchange } from './exchange.ts';
import { Http1Meter } from './http1-meter.ts';
import { FRAMES } from './http2/frame-reader.ts';
import { Http2Meter, PREFACE } from './http2/http2-meter.ts';
import type { Llhttp } from './llhttp.ts';
import type { Meter, MeterSink } from './meter.ts';

/** Where a frame of HTTP/2 has its type. */
const TYPE_AT = 3;
/** What a server may say before its client; more than any SETTINGS that it begins with. */
const MOST_EARLY = 16 * 1024;

interface Early {
  readonly bytes: Buffer;
  readonly at: Milliseconds;
}

/**
 * The exchanges of a connection that carries HTTP: by its first bytes it is HTTP/2 with prior knowledge, and HTTP/1.1
 * otherwise, which may switch to HTTP/2 later.
 */
export class HttpMeter implements Meter {
  readonly #sink: MeterSink;
  readonly #begun: Milliseconds;
  readonly #http1: () => Meter;
  #meter: Meter | undefined;
  /** How much of the preface of HTTP/2 the client has sent, and since when, while nothing else came. */
  #matched = 0;
  #matchedSince: Milliseconds = 0;
  /** What the server has said meanwhile. */
  #early: Early[] = [];
  #gaveUp = false;

  constructor(llhttp: Llhttp, sink: MeterSink, begun: Milliseconds) {
    this.#begun = begun;
    this.#sink = {
      exchange: (sample) => {
        sink.exchange(sample);
      },
      unread: (reason) => {
        this.#gaveUp = true;
        sink.unread(reason);
      },
    };
    this.#http1 = () =>
      new Http1Meter(llhttp, this.#sink, (exchange, bytes, now) => {
        this.#meter = new Http2Meter(this.#sink, exchange);
        this.#meter.response(bytes, now);
      });
  }

  *openSince(): Generator<Milliseconds> {
    if (this.#meter !== undefined) yield* this.#meter.openSince();
    else if (this.#matched > 0) yield this.#matchedSince;
  }

  request(bytes: Buffer, now: Milliseconds): void {
    if (this.#meter === undefined) this.#recognise(bytes, now);
    else this.#meter.request(bytes, now);
  }

  response(bytes: Buffer, now: Milliseconds): void {
    if (this.#meter !== undefined) {
      this.#meter.response(bytes, now);
      return;
    }
    this.#early.push({ bytes: Buffer.from(bytes), at: now });
    const early = Buffer.concat(this.#early.map((part) => part.bytes));
    // Before its client has spoken, only a server of HTTP/2 may speak, and its first frame is SETTINGS.
    if (early.length > MOST_EARLY || (early[TYPE_AT] ?? FRAMES.settings) !== FRAMES.settings) {
      this.#choose(this.#http1());
    }
  }

  responseEnd(now: Milliseconds): void {
    this.#meter?.responseEnd(now);
  }

  /** The service could not be reached. */
  failed(now: Milliseconds): void {
    const [open] = this.openSince();
    if (this.#gaveUp || open !== undefined) return;
    this.#sink.exchange(brokenSample(createExchange(this.#begun), now, undefined));
  }

  closed(now: Milliseconds, by: ResetBy | undefined): void {
    if (this.#meter === undefined && this.#matched > 0) this.#choose(this.#http1());
    this.#meter?.closed(now, by);
  }

  #recognise(bytes: Buffer, now: Milliseconds): void {
    if (this.#matched === 0) this.#matchedSince = now;
    const length = Math.min(PREFACE.length - this.#matched, bytes.length);
    const matches = PREFACE.compare(bytes, 0, length, this.#matched, this.#matched + length) === 0;
    if (matches && this.#matched + length < PREFACE.length) {
      this.#matched += length;
      return;
    }
    this.#choose(matches ? new Http2Meter(this.#sink) : this.#http1()).request(bytes, now);
  }

  /** Repeats to the meter what was held back from it. */
  #choose(meter: Meter): Meter {
    this.#meter = meter;
    if (this.#matched > 0) meter.request(PREFACE.subarray(0, this.#matched), this.#matchedSince);
    for (const { bytes, at } of this.#early) meter.response(bytes, at);
    this.#early = [];
    return meter;
  }
}
