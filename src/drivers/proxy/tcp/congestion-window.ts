import { SEGMENT } from '../shaping/rate-queue.ts';

/** RFC 6928. */
const INITIAL_WINDOW = 10 * SEGMENT;

/** Linux's default for the largest receive buffer (tcp_rmem): no window opens further, and no more is held in memory. */
export const LARGEST_WINDOW: number = 6 * 1024 * 1024;

/** How much a virtual TCP sender may have under way: slow start, then Reno's linear growth (RFC 5681). */
export class CongestionWindow {
  #bytes = INITIAL_WINDOW;
  #threshold = LARGEST_WINDOW;

  get bytes(): number {
    return this.#bytes;
  }

  acknowledge(bytes: number): void {
    const grown = this.#bytes < this.#threshold ? bytes : (SEGMENT * bytes) / this.#bytes;
    this.#bytes = Math.min(LARGEST_WINDOW, this.#bytes + grown);
  }

  /** A loss that later segments revealed. */
  halve(): void {
    this.#threshold = Math.max(2 * SEGMENT, this.#bytes / 2);
    this.#bytes = this.#threshold;
  }

  /** A loss that only the timer revealed. */
  collapse(): void {
    this.#threshold = Math.max(2 * SEGMENT, this.#bytes / 2);
    this.#bytes = SEGMENT;
  }

  /** After a pause longer than the timeout (RFC 5681, section 4.1). */
  restart(): void {
    this.#bytes = Math.min(this.#bytes, INITIAL_WINDOW);
  }
}
