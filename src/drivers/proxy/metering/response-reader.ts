import type { Milliseconds } from '../../../core/clock.ts';
import type { Llhttp, MessageHandler, ReadResult } from './llhttp.ts';
import type { Exchange } from './request-reader.ts';

const SWITCHING_PROTOCOLS = 101;

export interface ResponseReaderOptions {
  /** The oldest request without a complete response. */
  readonly first: () => Exchange | undefined;
  readonly completed: (exchange: Exchange, now: Milliseconds) => void;
}

/** Reads the responses of one connection and pairs them with its requests, in order. */
export class ResponseReader implements MessageHandler {
  readonly #llhttp: Llhttp;
  readonly #options: ResponseReaderOptions;
  readonly #parser: number;
  #now: Milliseconds = 0;
  #interim = false;
  #verdict: 'unasked' | 'upgraded' | undefined;

  constructor(llhttp: Llhttp, options: ResponseReaderOptions) {
    this.#llhttp = llhttp;
    this.#options = options;
    this.#parser = llhttp.open('response');
  }

  read(bytes: Buffer, now: Milliseconds): ReadResult | { readonly kind: 'unasked' | 'upgraded' } {
    this.#now = now;
    const result = this.#llhttp.read(this.#parser, bytes, this);
    return this.#verdict === undefined ? result : { kind: this.#verdict };
  }

  finish(now: Milliseconds): void {
    this.#now = now;
    this.#llhttp.finish(this.#parser, this);
  }

  close(): void {
    this.#llhttp.close(this.#parser);
  }

  begun(): void {
    const exchange = this.#options.first();
    if (exchange === undefined) this.#verdict ??= 'unasked';
    else exchange.firstByte = this.#now;
  }

  target(): void {
    // Responses have none.
  }

  head(status: number): boolean {
    const exchange = this.#options.first();
    if (exchange === undefined || this.#verdict !== undefined) return true;
    const tunnel = exchange.method === 'CONNECT' && status >= 200 && status < 300;
    this.#interim = status >= 100 && status < 200 && status !== SWITCHING_PROTOCOLS;
    if (!this.#interim) exchange.status = status;
    if (status === SWITCHING_PROTOCOLS || tunnel) {
      this.#verdict = 'upgraded';
      this.#options.completed(exchange, this.#now);
    }
    return exchange.method !== 'HEAD';
  }

  completed(): void {
    const exchange = this.#options.first();
    if (exchange === undefined || this.#verdict !== undefined) return;
    // An interim response (1xx) is not the answer yet.
    if (this.#interim) {
      this.#interim = false;
      exchange.firstByte = undefined;
    } else this.#options.completed(exchange, this.#now);
  }
}
