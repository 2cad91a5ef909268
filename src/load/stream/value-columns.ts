import type { Milliseconds } from '../../core/clock.ts';
import type { MetricValues } from '../load.ts';

const FIRST_SIZE = 64;

/** Values of one wanted metric, as they come in: columns that grow. */
export class ValueColumns {
  readonly #wanted: number;
  #at: Float64Array = new Float64Array(FIRST_SIZE);
  #end: Float64Array = new Float64Array(FIRST_SIZE);
  #value: Float64Array = new Float64Array(FIRST_SIZE);
  #length = 0;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  add(at: Milliseconds, end: Milliseconds, value: number): void {
    if (this.#length === this.#at.length) {
      this.#at = doubled(this.#at);
      this.#end = doubled(this.#end);
      this.#value = doubled(this.#value);
    }
    this.#at[this.#length] = at;
    this.#end[this.#length] = end;
    this.#value[this.#length] = value;
    this.#length += 1;
  }

  /** What came since the last time; none where nothing did. The arrays are copies: ours are filled again. */
  take(): MetricValues[] {
    const length = this.#length;
    if (length === 0) return [];
    this.#length = 0;
    return [
      {
        wanted: this.#wanted,
        at: this.#at.slice(0, length),
        end: this.#end.slice(0, length),
        value: this.#value.slice(0, length),
      },
    ];
  }
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
}
