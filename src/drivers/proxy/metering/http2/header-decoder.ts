import { Unreadable } from '../unreadable.ts';
import type { Octets } from './frame-reader.ts';
import { HeaderTable } from './header-table.ts';
import { decodeHuffman } from './huffman.ts';
import type { HeaderField } from './static-table.ts';

/** Enough for any index, length or table size that we accept (RFC 7541, section 5.1). */
const MOST_CONTINUATION_BITS = 21;

/**
 * Decodes the header blocks of one direction of an HTTP/2 connection (HPACK, RFC 7541). Every block must be decoded, in order,
 * because later ones refer to it.
 */
export class HeaderDecoder {
  readonly table: HeaderTable = new HeaderTable();
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  /** Calls `take` for each field, in order; text is Latin-1, so that one character is one octet. Throws `Unreadable`. */
  decode({ bytes, from, to }: Octets, take: (name: string, value: string) => void): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
    while (this.#at < to) {
      const field = this.#next(bytes[this.#at] ?? 0);
      if (field !== undefined) take(field.name, field.value);
    }
  }

  /** Section 6: the first bits of an octet say what it begins. */
  #next(first: number): HeaderField | undefined {
    if (first >= 0x80) return this.table.field(this.#integer(7));
    if (first >= 0x40) {
      const field = this.#literal(6);
      this.table.add(field);
      return field;
    }
    if (first >= 0x20) {
      this.table.resize(this.#integer(5));
      return undefined;
    }
    return this.#literal(4);
  }

  #literal(prefix: number): HeaderField {
    const index = this.#integer(prefix);
    const name = index === 0 ? this.#string() : this.table.field(index).name;
    return { name, value: this.#string() };
  }

  #integer(prefix: number): number {
    const mask = (1 << prefix) - 1;
    let value = this.#octet() & mask;
    if (value < mask) return value;
    for (let shift = 0; shift <= MOST_CONTINUATION_BITS; shift += 7) {
      const octet = this.#octet();
      value += (octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
    throw new Unreadable('malformed HTTP/2: a number without an end');
  }

  #string(): string {
    const huffman = (this.#bytes[this.#at] ?? 0) >= 0x80;
    const length = this.#integer(7);
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#end) throw new Unreadable('malformed HTTP/2: a header block that is cut off');
    return huffman
      ? decodeHuffman(this.#bytes, from, this.#at)
      : this.#bytes.toString('latin1', from, this.#at);
  }

  #octet(): number {
    if (this.#at >= this.#end) throw new Unreadable('malformed HTTP/2: a header block that is cut off');
    const octet = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    return octet;
  }
}
