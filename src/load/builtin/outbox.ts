import type { Milliseconds } from '../../core/clock.ts';
import type { Sample } from '../../metrics/sample.ts';
import type { ExchangeSink } from '../load.ts';

const BATCH_INTERVAL: Milliseconds = 200;

/** Collects what one load has to report and hands it to the sink in batches. */
export class Outbox {
  readonly #load: string;
  readonly #sink: ExchangeSink;
  readonly #openDueTimes: () => readonly Milliseconds[];
  readonly #timer: NodeJS.Timeout;
  #samples: Sample[] = [];
  #dropped: Milliseconds[] = [];

  constructor(load: string, sink: ExchangeSink, openDueTimes: () => readonly Milliseconds[]) {
    this.#load = load;
    this.#sink = sink;
    this.#openDueTimes = openDueTimes;
    this.#timer = setInterval(() => this.flush(), BATCH_INTERVAL);
  }

  sample(sample: Sample): void {
    this.#samples.push(sample);
  }

  drop(due: Milliseconds): void {
    this.#dropped.push(due);
  }

  /** `open` comes last and always, so that after each batch the sink knows of every arrival until now. */
  flush(): void {
    const samples = this.#samples;
    const dropped = this.#dropped;
    this.#samples = [];
    this.#dropped = [];
    if (samples.length > 0) this.#sink.samples(this.#load, samples);
    if (dropped.length > 0) this.#sink.dropped(this.#load, dropped);
    this.#sink.open(this.#load, this.#openDueTimes());
  }

  /** The last batch. */
  close(): void {
    clearInterval(this.#timer);
    this.flush();
  }
}
