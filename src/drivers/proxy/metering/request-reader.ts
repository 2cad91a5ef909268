import type { Milliseconds } from '../../../core/clock.ts';
import { LONGEST_TARGET, createExchange, pathOf, type Exchange } from './exchange.ts';
import type { Llhttp, MessageHandler } from './llhttp.ts';

const TLS_HANDSHAKE = 0x16;

/** Reads the requests of one connection. */
export class RequestReader implements MessageHandler {
  readonly #llhttp: Llhttp;
  readonly #opened: (exchange: Exchange) => void;
  readonly #parser: number;
  #now: Milliseconds = 0;
  #exchange: Exchange | undefined;
  #target = '';
  #any = false;
  #paused = false;

  constructor(llhttp: Llhttp, opened: (exchange: Exchange) => void) {
    this.#llhttp = llhttp;
    this.#opened = opened;
    this.#parser = llhttp.open('request');
  }

  /** The last request asked for another protocol; what follows depends on the response. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Returns why the bytes could not be read, if they could not. */
  read(bytes: Buffer, now: Milliseconds): string | undefined {
    if (this.#paused) return 'bytes behind an upgrade without an answer';
    this.#now = now;
    const first = this.#any ? undefined : bytes[0];
    this.#any = true;
    const result = this.#llhttp.read(this.#parser, bytes, this);
    switch (result.kind) {
      case 'read':
        return undefined;
      case 'upgrade':
        this.#paused = true;
        return result.left > 0 ? 'bytes behind an upgrade without an answer' : undefined;
      case 'malformed':
        return first === TLS_HANDSHAKE ? 'TLS' : `malformed request: ${result.code}`;
    }
  }

  /** The upgrade was declined. */
  resume(): void {
    this.#paused = false;
    this.#llhttp.resume(this.#parser);
  }

  close(): void {
    this.#llhttp.close(this.#parser);
  }

  begun(): void {
    this.#target = '';
    this.#exchange = createExchange(this.#now);
    this.#opened(this.#exchange);
  }

  target(bytes: Buffer): void {
    if (this.#target.length >= LONGEST_TARGET) return;
    this.#target += bytes.toString('latin1', 0, LONGEST_TARGET - this.#target.length);
  }

  head(_status: number, method: number): boolean {
    if (this.#exchange !== undefined) {
      this.#exchange.method = this.#llhttp.method(method);
      this.#exchange.path = pathOf(this.#target);
    }
    return true;
  }

  completed(): void {
    this.#exchange = undefined;
  }
}
