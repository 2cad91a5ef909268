import type { EdgeSample, LinkObservation } from '../../driver.ts';

/** Numbers of each sample, in this order: at, firstByte, latency, status, and the places of method and path in `words`. */
const COLUMNS = 6;

/** An observation as it crosses threads: columns are moved without a copy, and strings are sent once. */
export interface PackedObservation extends Omit<LinkObservation, 'samples'> {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly words: readonly string[];
}

/** Collects samples in packed form, up to a bound. */
export class SampleColumns {
  readonly #most: number;
  #numbers: number[] = [];
  #words = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** False when the sample was dropped because nobody has drained for long. */
  add(sample: EdgeSample): boolean {
    if (this.#numbers.length >= this.#most * COLUMNS) return false;
    const { at, firstByte, latency, status } = sample;
    this.#numbers.push(at, firstByte, latency, status, this.#word(sample.method), this.#word(sample.path));
    return true;
  }

  drain(): Pick<PackedObservation, 'numbers' | 'words'> {
    const packed = { numbers: Float64Array.from(this.#numbers), words: [...this.#words.keys()] };
    this.#numbers = [];
    this.#words = new Map();
    return packed;
  }

  #word(text: string): number {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    this.#words.set(text, this.#words.size);
    return this.#words.size - 1;
  }
}

export function unpackObservation({ numbers, words, ...rest }: PackedObservation): LinkObservation {
  const samples: EdgeSample[] = [];
  for (let index = 0; index < numbers.length; index += COLUMNS) {
    const [at = 0, firstByte = 0, latency = 0, status = 0, method = 0, path = 0] = numbers.subarray(index);
    samples.push({ at, firstByte, latency, status, method: words[method] ?? '', path: words[path] ?? '' });
  }
  return { ...rest, samples };
}
