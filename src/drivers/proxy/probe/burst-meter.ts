import type { Milliseconds } from '../../../core/clock.ts';
import type { BitsPerSecond } from '../../../core/units/bitrate.ts';

/** Bytes of one burst as they arrive. */
export class BurstMeter {
  #bytes = 0;
  #firstBytes = 0;
  #firstAt: Milliseconds = 0;
  #lastAt: Milliseconds = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get lastAt(): Milliseconds {
    return this.#lastAt;
  }

  add(bytes: number, now: Milliseconds): void {
    if (this.#bytes === 0) {
      this.#firstAt = now;
      this.#firstBytes = bytes;
    }
    this.#bytes += bytes;
    this.#lastAt = now;
  }

  /** Between the first and the last arrival, in which everything but the first piece came; undefined for one piece. */
  rate(): BitsPerSecond | undefined {
    const took = this.#lastAt - this.#firstAt;
    return took > 0 ? ((this.#bytes - this.#firstBytes) * 8000) / took : undefined;
  }
}
