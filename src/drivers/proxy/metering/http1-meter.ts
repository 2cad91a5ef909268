import type { Milliseconds } from '../../../core/clock.ts';
import type { ResetBy } from '../../driver.ts';
import { Fifo } from '../shaping/fifo.ts';
import { brokenSample, completeSample, type Exchange } from './exchange.ts';
import type { Llhttp } from './llhttp.ts';
import type { Meter, MeterSink } from './meter.ts';
import { RequestReader } from './request-reader.ts';
import { ResponseReader, type ResponseResult } from './response-reader.ts';

/** More requests than this in one pipeline are an attack on our memory. */
const MOST_OPEN = 1000;

/** Takes over where the connection goes on in HTTP/2: `exchange` is answered there, and `bytes` came after the switch. */
export type SwitchToHttp2 = (exchange: Exchange, bytes: Buffer, now: Milliseconds) => void;

/** The exchanges of an HTTP/1.1 connection. */
export class Http1Meter implements Meter {
  readonly #sink: MeterSink;
  readonly #switchToHttp2: SwitchToHttp2;
  readonly #open = new Fifo<Exchange>();
  readonly #requests: RequestReader;
  readonly #responses: ResponseReader;
  #stopped = false;

  constructor(llhttp: Llhttp, sink: MeterSink, switchToHttp2: SwitchToHttp2) {
    this.#sink = sink;
    this.#switchToHttp2 = switchToHttp2;
    this.#requests = new RequestReader(llhttp, (exchange) => {
      this.#open.push(exchange);
    });
    this.#responses = new ResponseReader(llhttp, {
      first: () => this.#open.first,
      completed: (exchange, now) => {
        this.#open.shift();
        this.#sink.exchange(completeSample(exchange, now));
      },
    });
  }

  *openSince(): Generator<Milliseconds> {
    for (const exchange of this.#open) yield exchange.at;
  }

  request(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    const problem = this.#requests.read(bytes, now);
    this.#responses.upgradeAsked = this.#requests.paused;
    if (problem !== undefined) this.#giveUp(problem);
    else if (this.#open.length > MOST_OPEN) this.#giveUp('too many requests in one pipeline');
  }

  response(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    this.#judge(this.#responses.read(bytes, now), bytes, now);
  }

  responseEnd(now: Milliseconds): void {
    // Ends a response of unknown length; one that is cut off is found open when the connection closes.
    if (!this.#stopped) this.#responses.finish(now);
  }

  closed(now: Milliseconds, by: ResetBy | undefined): void {
    if (this.#stopped) return;
    for (const exchange of this.#open) this.#sink.exchange(brokenSample(exchange, now, by));
    this.#stop();
  }

  #judge(result: ResponseResult, bytes: Buffer, now: Milliseconds): void {
    const { first } = this.#open;
    switch (result.kind) {
      case 'read':
        if (this.#requests.paused && first === undefined) this.#requests.resume();
        break;
      case 'unasked':
        this.#giveUp('response without a request');
        break;
      case 'http2':
        this.#stop();
        if (first !== undefined) this.#switchToHttp2(first, bytes.subarray(bytes.length - result.left), now);
        break;
      case 'upgrade':
      case 'upgraded':
        this.#giveUp('upgraded to another protocol');
        break;
      case 'malformed':
        // Its client got no answer that it can read: no exchange is left out because it went wrong.
        if (first !== undefined) this.#sink.exchange(brokenSample(first, now, undefined));
        this.#giveUp(`malformed response: ${result.code}`);
        break;
    }
  }

  #giveUp(reason: string): void {
    this.#stop();
    this.#sink.unread(reason);
  }

  #stop(): void {
    this.#stopped = true;
    this.#open.clear();
    this.#requests.close();
    this.#responses.close();
  }
}
