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

/** The reason that a bug of ours gives. */
export const FAULT = 'a fault of the meter';
const NOTHING = Buffer.alloc(0);

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
  /** What the server has said meanwhile, and when it last did. */
  #early = NOTHING;
  #earlyAt: Milliseconds = 0;
  /** Whether it began before the client did. */
  #earlyFirst = false;
  #stopped = false;

  constructor(llhttp: Llhttp, sink: MeterSink, begun: Milliseconds) {
    this.#begun = begun;
    this.#sink = {
      exchange: (sample) => {
        sink.exchange(sample);
      },
      unread: (reason) => {
        this.#stop();
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
    if (this.#stopped) return;
    try {
      if (this.#meter === undefined) this.#recognise(bytes, now);
      else this.#meter.request(bytes, now);
    } catch (error) {
      this.#fail(error);
    }
  }

  response(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    try {
      if (this.#meter === undefined) this.#holdBack(bytes, now);
      else this.#meter.response(bytes, now);
    } catch (error) {
      this.#fail(error);
    }
  }

  responseEnd(now: Milliseconds): void {
    this.#meter?.responseEnd(now);
  }

  /** The service could not be reached. */
  failed(now: Milliseconds): void {
    const [open] = this.openSince();
    if (this.#stopped || open !== undefined) return;
    this.#sink.exchange(brokenSample(createExchange(this.#begun), now, undefined));
  }

  closed(now: Milliseconds, by: ResetBy | undefined): void {
    if (this.#stopped) return;
    if (this.#meter === undefined && this.#matched > 0) this.#choose(this.#http1());
    this.#meter?.closed(now, by);
    this.#stop();
  }

  /** What has been read is not kept: a connection may live long after its meter. */
  #stop(): void {
    this.#stopped = true;
    this.#meter = undefined;
    this.#matched = 0;
    this.#early = NOTHING;
  }

  /** A listener's own fault must not end the connection that it listens to. */
  #fail(error: unknown): void {
    this.#sink.unread(`${FAULT}: ${String(error)}`);
  }

  #holdBack(bytes: Buffer, now: Milliseconds): void {
    if (this.#early.length === 0) this.#earlyFirst = this.#matched === 0;
    this.#early = Buffer.concat([this.#early, bytes]);
    this.#earlyAt = now;
    // Before its client has spoken, only a server of HTTP/2 may speak, and its first frame is SETTINGS.
    if (this.#early.length > MOST_EARLY || (this.#early[TYPE_AT] ?? FRAMES.settings) !== FRAMES.settings) {
      this.#choose(this.#http1());
    }
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
    const early = this.#early;
    this.#early = NOTHING;
    if (this.#earlyFirst && early.length > 0) meter.response(early, this.#earlyAt);
    if (this.#matched > 0) meter.request(PREFACE.subarray(0, this.#matched), this.#matchedSince);
    if (!this.#earlyFirst && early.length > 0) meter.response(early, this.#earlyAt);
    return meter;
  }
}
