/** Takes the line in [start, end) of `bytes`, which are only its own until it returns. */
export type TakeLine = (bytes: Buffer, start: number, end: number) => void;

const NEWLINE = 0x0a;

/** A line that grows longer is cut: no point is that long, and memory must not grow with what is no line at all. */
export const LONGEST_LINE = 1_048_576;

/** Cuts a stream into its lines, wherever the chunks of it begin. */
export class LineSplitter {
  readonly #take: TakeLine;
  /** The beginning of a line whose end has not come yet. */
  #pending: Buffer = Buffer.alloc(65_536);
  #length = 0;

  constructor(take: TakeLine) {
    this.#take = take;
  }

  /** `chunk` is not kept. */
  push(chunk: Buffer): void {
    let start = 0;
    if (this.#length > 0) {
      start = chunk.indexOf(NEWLINE) + 1;
      if (start === 0) {
        this.#keep(chunk, 0);
        return;
      }
      this.#keep(chunk.subarray(0, start - 1), 0);
      this.#flush();
    }
    for (let end = chunk.indexOf(NEWLINE, start); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk, start);
  }

  /** The stream is over: true when it ended in the middle of a line, which is taken as it is. */
  end(): boolean {
    const isCut = this.#length > 0;
    this.#flush();
    return isCut;
  }

  #flush(): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#take(this.#pending, 0, length);
  }

  #keep(chunk: Buffer, from: number): void {
    const length = this.#length + chunk.length - from;
    if (length > LONGEST_LINE) {
      this.#flush();
      return;
    }
    if (length > this.#pending.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#pending.length));
      this.#pending.copy(larger, 0, 0, this.#length);
      this.#pending = larger;
    }
    chunk.copy(this.#pending, this.#length, from);
    this.#length = length;
  }
}
