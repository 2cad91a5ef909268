import { createRequire } from 'node:module';

/** llhttp's numbers for its parser types and errors. */
const TYPES = { request: 1, response: 2 } as const;
const OK = 0;
const PAUSED_UPGRADE = 22;

export type ParserType = keyof typeof TYPES;

export interface HeaderHandler {
  name(piece: Buffer): void;
  value(piece: Buffer): void;
}

/** What a parser found. Called in the order of the bytes, during `read` and `finish`. */
export interface MessageHandler {
  /** Takes the headers, in pieces; absent while nobody wants them. */
  readonly headers?: HeaderHandler | undefined;
  begun(): void;
  /** A piece of the request's target. */
  target(bytes: Buffer): void;
  /** The head is complete; false when, whatever it says, no body follows. */
  head(status: number, method: number): boolean;
  completed(): void;
}

export type ReadResult =
  | { readonly kind: 'read' }
  /** The message asks for another protocol; `left` bytes after it were not read. */
  | { readonly kind: 'upgrade'; readonly left: number }
  | { readonly kind: 'malformed'; readonly code: string };

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (size: number) => number;
  readonly free: (pointer: number) => void;
  readonly llhttp_alloc: (type: number) => number;
  readonly llhttp_free: (parser: number) => void;
  readonly llhttp_execute: (parser: number, bytes: number, length: number) => number;
  readonly llhttp_finish: (parser: number) => number;
  readonly llhttp_get_error_pos: (parser: number) => number;
  readonly llhttp_get_method: (parser: number) => number;
  readonly llhttp_resume_after_upgrade: (parser: number) => void;
  readonly llhttp_errno_name: (error: number) => number;
  readonly llhttp_method_name: (method: number) => number;
}

/** The global that no type library for Node 20 declares, with the exports of the one module it is used for. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

const proceed = (): number => 0;
const READ: ReadResult = { kind: 'read' };

/**
 * Node's own HTTP/1.1 parser, llhttp, as the WebAssembly that undici carries: Node exposes no parser that
 * only reads. The path is not part of undici's API, hence the exactly pinned version; one instance serves
 * all parsers of a thread.
 */
export class Llhttp {
  readonly #exports: Exports;
  #current: MessageHandler | undefined;
  #input: Buffer = Buffer.alloc(0);
  #inputAt = 0;
  #memory = new Uint8Array(0);
  #capacity = 0;
  readonly #methods = new Map<number, string>();

  constructor() {
    const binary: unknown = createRequire(import.meta.url)('undici/lib/llhttp/llhttp_simd-wasm.js');
    if (!(binary instanceof Uint8Array)) throw new Error('undici carries no llhttp where 7.30.2 has it');
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: this.#callbacks() });
    this.#exports = exports;
  }

  open(type: ParserType): number {
    return this.#exports.llhttp_alloc(TYPES[type]);
  }

  close(parser: number): void {
    this.#exports.llhttp_free(parser);
  }

  read(parser: number, bytes: Buffer, handler: MessageHandler): ReadResult {
    this.#load(bytes);
    this.#current = handler;
    const error = this.#exports.llhttp_execute(parser, this.#inputAt, bytes.length);
    this.#current = undefined;
    if (error === OK) return READ;
    if (error !== PAUSED_UPGRADE) return this.#malformed(error);
    const end = this.#exports.llhttp_get_error_pos(parser) - this.#inputAt;
    return { kind: 'upgrade', left: bytes.length - end };
  }

  /** The stream has ended, which ends a message of unknown length. */
  finish(parser: number, handler: MessageHandler): ReadResult {
    this.#current = handler;
    const error = this.#exports.llhttp_finish(parser);
    this.#current = undefined;
    return error === OK || error === PAUSED_UPGRADE ? READ : this.#malformed(error);
  }

  /** The other side declined the upgrade: HTTP goes on. */
  resume(parser: number): void {
    this.#exports.llhttp_resume_after_upgrade(parser);
  }

  method(number: number): string {
    let name = this.#methods.get(number);
    if (name === undefined) {
      name = this.#text(this.#exports.llhttp_method_name(number));
      this.#methods.set(number, name);
    }
    return name;
  }

  #malformed(error: number): ReadResult {
    return { kind: 'malformed', code: this.#text(this.#exports.llhttp_errno_name(error)) };
  }

  #load(bytes: Buffer): void {
    const { memory, malloc, free } = this.#exports;
    if (bytes.length > this.#capacity) {
      if (this.#inputAt !== 0) free(this.#inputAt);
      this.#capacity = Math.max(64 * 1024, bytes.length);
      this.#inputAt = malloc(this.#capacity);
    }
    // Growing the memory detaches the old buffer.
    if (this.#memory.buffer !== memory.buffer) this.#memory = new Uint8Array(memory.buffer);
    this.#memory.set(bytes, this.#inputAt);
    this.#input = bytes;
  }

  #piece(at: number, length: number): Buffer {
    const start = at - this.#inputAt;
    return this.#input.subarray(start, start + length);
  }

  #text(pointer: number): string {
    const bytes = Buffer.from(this.#exports.memory.buffer);
    return bytes.toString('latin1', pointer, bytes.indexOf(0, pointer));
  }

  #callbacks(): Record<string, (parser: number, a: number, b: number) => number> {
    return {
      wasm_on_message_begin: () => {
        this.#current?.begun();
        return 0;
      },
      wasm_on_url: (_parser, at, length) => {
        this.#current?.target(this.#piece(at, length));
        return 0;
      },
      wasm_on_header_field: (_parser, at, length) => {
        this.#current?.headers?.name(this.#piece(at, length));
        return 0;
      },
      wasm_on_header_value: (_parser, at, length) => {
        this.#current?.headers?.value(this.#piece(at, length));
        return 0;
      },
      wasm_on_headers_complete: (parser, status) => {
        const hasBody = this.#current?.head(status, this.#exports.llhttp_get_method(parser)) ?? true;
        return hasBody ? 0 : 1;
      },
      wasm_on_message_complete: () => {
        this.#current?.completed();
        return 0;
      },
      wasm_on_status: proceed,
      wasm_on_body: proceed,
    };
  }
}
