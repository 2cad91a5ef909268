import type { Milliseconds } from '../../../core/clock.ts';
import type { EdgeSample } from '../../driver.ts';
import { Fifo } from '../shaping/fifo.ts';
import type { Llhttp, ReadResult } from './llhttp.ts';
import { RequestReader, type Exchange } from './request-reader.ts';
import { ResponseReader } from './response-reader.ts';

/** More requests than this in one pipeline are an attack on our memory. */
const MOST_OPEN = 1000;

export interface MeterSink {
  exchange(sample: EdgeSample): void;
  /** The connection's further bytes are not read. */
  unread(reason: string): void;
}

/**
 * Reads the exchanges of one HTTP/1.1 connection from copies of its bytes. It never holds a byte back: what
 * it cannot read makes it stop, with a reason.
 */
export class HttpMeter {
  readonly #sink: MeterSink;
  readonly #begun: Milliseconds;
  readonly #open = new Fifo<Exchange>();
  readonly #requests: RequestReader;
  readonly #responses: ResponseReader;
  #stopped = false;

  constructor(llhttp: Llhttp, sink: MeterSink, begun: Milliseconds) {
    this.#sink = sink;
    this.#begun = begun;
    this.#requests = new RequestReader(llhttp, (exchange) => {
      this.#open.push(exchange);
    });
    this.#responses = new ResponseReader(llhttp, {
      first: () => this.#open.first,
      completed: (exchange, now) => {
        this.#complete(exchange, now);
      },
    });
  }

  *openSince(): Generator<Milliseconds> {
    for (const exchange of this.#open) yield exchange.at;
  }

  /** Bytes came from the client. */
  request(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    const problem = this.#requests.read(bytes, now);
    if (problem !== undefined) this.#giveUp(problem);
    else if (this.#open.length > MOST_OPEN) this.#giveUp('too many requests in one pipeline');
  }

  /** Bytes were handed to the client. */
  response(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    this.#judge(this.#responses.read(bytes, now), now);
  }

  responseEnd(now: Milliseconds): void {
    // Ends a response of unknown length; one that is cut off is found open when the connection closes.
    if (!this.#stopped) this.#responses.finish(now);
  }

  /** The service could not be reached. */
  failed(now: Milliseconds): void {
    if (this.#stopped || this.#open.length > 0) return;
    this.#complete({ at: this.#begun, method: '', path: '', status: 0, firstByte: undefined }, now);
  }

  /** Idempotent. Exchanges that are still open have ended without a complete response. */
  closed(now: Milliseconds): void {
    if (this.#stopped) return;
    for (let exchange = this.#open.first; exchange !== undefined; exchange = this.#open.first) {
      this.#complete({ ...exchange, status: 0 }, now);
    }
    this.#stop();
  }

  #complete(exchange: Exchange, now: Milliseconds): void {
    this.#open.shift();
    const latency = now - exchange.at;
    const { at, method, path, status, firstByte } = exchange;
    const untilFirst = firstByte === undefined ? latency : firstByte - at;
    this.#sink.exchange({ at, firstByte: untilFirst, latency, method, path, status });
  }

  #judge(result: ReadResult | { readonly kind: 'unasked' | 'upgraded' }, now: Milliseconds): void {
    switch (result.kind) {
      case 'read':
        if (this.#requests.paused && this.#open.length === 0) this.#requests.resume();
        break;
      case 'unasked':
        this.#giveUp('response without a request');
        break;
      case 'upgrade':
      case 'upgraded':
        this.#giveUp('upgraded to another protocol');
        break;
      case 'malformed':
        // Its client got no answer that it can read: no exchange is left out because it went wrong.
        if (this.#open.first !== undefined) this.#complete({ ...this.#open.first, status: 0 }, now);
        this.#giveUp(`malformed response: ${result.code}`);
        break;
    }
  }

  #giveUp(reason: string): void {
    this.#sink.unread(reason);
    this.#open.clear();
    this.#stop();
  }

  #stop(): void {
    this.#stopped = true;
    this.#requests.close();
    this.#responses.close();
  }
}
