import { BeyondLimits, Unreadable } from '../unreadable.ts';
import { STATIC_TABLE, type HeaderField } from './static-table.ts';

/** What an entry counts beside its octets (RFC 7541, section 4.1). */
const OVERHEAD = 32;
/** Until the sender says otherwise (RFC 9113, section 6.5.2). */
const USUAL_CAPACITY = 4096;
/** As large as browsers ask for; a larger table is given up on, to keep the memory of a connection bounded. */
const LARGEST_CAPACITY = 64 * 1024;

/** The fields that a header block can refer to by number: the static ones, then the last that were sent, the newest first. */
export class HeaderTable {
  #capacity = USUAL_CAPACITY;
  #size = 0;
  /** The newest is the last; those before `#head` are gone. */
  #entries: HeaderField[] = [];
  #head = 0;

  /** Octets in the dynamic part, as RFC 7541 counts them. */
  get size(): number {
    return this.#size;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** Throws `Unreadable` where there is none. */
  field(index: number): HeaderField {
    const place = this.#entries.length - (index - STATIC_TABLE.length);
    const field = index <= STATIC_TABLE.length ? STATIC_TABLE[index - 1] : this.#entries[place];
    if (field === undefined || (index > STATIC_TABLE.length && place < this.#head)) {
      throw new Unreadable('malformed HTTP/2: reference to a header that is not there');
    }
    return field;
  }

  add(field: HeaderField): void {
    const size = sizeOf(field);
    this.#evict(this.#capacity - size);
    // One that is larger than the table empties it, which is no error (section 4.4).
    if (size > this.#capacity) return;
    this.#entries.push(field);
    this.#size += size;
  }

  resize(capacity: number): void {
    if (capacity > LARGEST_CAPACITY) throw new BeyondLimits('HTTP/2 with a header table of over 64 KiB');
    this.#capacity = capacity;
    this.#evict(capacity);
  }

  #evict(allowed: number): void {
    while (this.#size > allowed && this.#head < this.#entries.length) {
      const oldest = this.#entries[this.#head];
      if (oldest !== undefined) this.#size -= sizeOf(oldest);
      this.#head += 1;
    }
    if (this.#head > 64 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}

function sizeOf({ name, value }: HeaderField): number {
  return name.length + value.length + OVERHEAD;
}
