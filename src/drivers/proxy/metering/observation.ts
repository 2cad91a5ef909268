import type { EdgeSample, LinkObservation, ResetBy } from '../../driver.ts';
import type { MeteredSample } from './meter.ts';

/** Numbers of each sample, in this order: at, firstByte, latency, status, the places of method and path in `words`, gRPC status, who reset it, the place of the service. */
const COLUMNS = 9;
const NO_GRPC_STATUS = -1;
const RESETS: readonly (ResetBy | undefined)[] = [undefined, 'client', 'server', 'impairment'];

/** An observation as it crosses threads: columns are moved without a copy, and strings are sent once. */
export interface PackedObservation extends Omit<LinkObservation, 'samples'> {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly words: readonly string[];
}

/** Collects samples in packed form, up to a bound. */
export class SampleColumns {
  readonly #most: number;
  readonly #mostText: number;
  #numbers = new Float64Array(64 * COLUMNS);
  #used = 0;
  #words = new Map<string, number>();
  /** Characters in `#words`. */
  #text = 0;

  /** At most so many samples, and so many characters in different methods and paths. */
  constructor(most: number, mostText: number) {
    this.#most = most;
    this.#mostText = mostText;
  }

  /** False when the sample was dropped because nobody has drained for long. */
  add(sample: MeteredSample, service: string): boolean {
    if (this.#used >= this.#most * COLUMNS || this.#text >= this.#mostText) return false;
    if (this.#used === this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    const at = this.#used;
    numbers[at] = sample.at;
    numbers[at + 1] = sample.firstByte;
    numbers[at + 2] = sample.latency;
    numbers[at + 3] = sample.status;
    numbers[at + 4] = this.#word(sample.method);
    numbers[at + 5] = this.#word(sample.path);
    numbers[at + 6] = sample.grpcStatus ?? NO_GRPC_STATUS;
    numbers[at + 7] = RESETS.indexOf(sample.reset);
    numbers[at + 8] = this.#word(service);
    this.#used += COLUMNS;
    return true;
  }

  drain(): Pick<PackedObservation, 'numbers' | 'words'> {
    const packed = { numbers: this.#numbers.slice(0, this.#used), words: [...this.#words.keys()] };
    this.#used = 0;
    this.#words = new Map();
    this.#text = 0;
    return packed;
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  #word(text: string): number {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    this.#words.set(text, this.#words.size);
    this.#text += text.length;
    return this.#words.size - 1;
  }
}

export function unpackObservation({ numbers, words, ...rest }: PackedObservation): LinkObservation {
  const number = (index: number): number => numbers[index] ?? 0;
  const word = (index: number): string => words[number(index)] ?? '';
  const samples: EdgeSample[] = [];
  for (let index = 0; index < numbers.length; index += COLUMNS) {
    const grpcStatus = number(index + 6);
    const reset = RESETS[number(index + 7)];
    samples.push({
      service: word(index + 8),
      at: number(index),
      firstByte: number(index + 1),
      latency: number(index + 2),
      status: number(index + 3),
      method: word(index + 4),
      path: word(index + 5),
      ...(grpcStatus !== NO_GRPC_STATUS && { grpcStatus }),
      ...(reset !== undefined && { reset }),
    });
  }
  return { ...rest, samples };
}
