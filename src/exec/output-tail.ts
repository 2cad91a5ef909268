/** Keeps the last `limit` bytes of a stream, however much there was. */
export class OutputTail {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (
      let first = this.#chunks[0];
      first && this.#size - first.length >= this.#limit;
      first = this.#chunks[0]
    ) {
      this.#chunks.shift();
      this.#size -= first.length;
    }
  }

  /** The tail as UTF-8, from the first whole character on. */
  text(): string {
    const bytes = Buffer.concat(this.#chunks).subarray(-this.#limit);
    let start = 0;
    while (this.#size > this.#limit && isContinuation(bytes[start])) start += 1;
    return bytes.toString('utf8', start);
  }
}

/** UTF-8 bytes of the form 10xxxxxx continue a character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The last `count` lines of `text` that hold more than white space. */
export function lastLines(text: string, count: number): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.slice(-count);
}
