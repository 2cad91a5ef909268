import type { Milliseconds } from '../../../core/clock.ts';
import type { Exchange } from './exchange.ts';
import type { Llhttp, MessageHandler, ReadResult } from './llhttp.ts';
import { UpgradeHeader } from './upgrade-header.ts';

const SWITCHING_PROTOCOLS = 101;
/** HTTP/2 in clear text (RFC 7540, section 3.2). */
const HTTP2 = 'h2c';

export interface ResponseReaderOptions {
  /** The oldest request without a complete response. */
  readonly first: () => Exchange | undefined;
  readonly completed: (exchange: Exchange, now: Milliseconds) => void;
}

export type ResponseResult =
  | ReadResult
  | { readonly kind: 'unasked' | 'upgraded' }
  /** The connection goes on in HTTP/2, with the last `left` bytes. */
  | { readonly kind: 'http2'; readonly left: number };

/** Reads the responses of one connection and pairs them with its requests, in order. */
export class ResponseReader implements MessageHandler {
  /** Whether the last request asked for another protocol: only then are headers looked at. */
  upgradeAsked = false;
  readonly #llhttp: Llhttp;
  readonly #options: ResponseReaderOptions;
  readonly #parser: number;
  #now: Milliseconds = 0;
  #interim = false;
  #upgrade = new UpgradeHeader();
  #verdict: 'unasked' | 'upgraded' | 'http2' | undefined;

  constructor(llhttp: Llhttp, options: ResponseReaderOptions) {
    this.#llhttp = llhttp;
    this.#options = options;
    this.#parser = llhttp.open('response');
  }

  get headers(): UpgradeHeader | undefined {
    return this.upgradeAsked ? this.#upgrade : undefined;
  }

  read(bytes: Buffer, now: Milliseconds): ResponseResult {
    this.#now = now;
    const result = this.#llhttp.read(this.#parser, bytes, this);
    if (this.#verdict === undefined) return result;
    if (this.#verdict !== 'http2') return { kind: this.#verdict };
    return { kind: 'http2', left: result.kind === 'upgrade' ? result.left : 0 };
  }

  finish(now: Milliseconds): void {
    this.#now = now;
    this.#llhttp.finish(this.#parser, this);
  }

  close(): void {
    this.#llhttp.close(this.#parser);
  }

  begun(): void {
    if (this.upgradeAsked) this.#upgrade = new UpgradeHeader();
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
    if (status === SWITCHING_PROTOCOLS && this.#upgrade.protocol === HTTP2) this.#switchToHttp2(exchange);
    else if (status === SWITCHING_PROTOCOLS || tunnel) {
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

  /** The answer to the request comes in HTTP/2, so this 101 is not it. */
  #switchToHttp2(exchange: Exchange): void {
    this.#verdict = 'http2';
    exchange.status = 0;
    exchange.firstByte = undefined;
  }
}
