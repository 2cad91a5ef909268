import type { Milliseconds } from '../core/clock.ts';
import type { InstalledLink } from '../drivers/driver.ts';
import type { Collector } from './collector.ts';

/** Reads what the links have seen into the collector, one reading at a time, so that none is counted twice or lost. */
export class LinkReader {
  readonly #links: readonly InstalledLink[];
  readonly #collector: Collector;
  #last: Promise<void> = Promise.resolve();

  constructor(links: Iterable<InstalledLink>, collector: Collector) {
    this.#links = [...links];
    this.#collector = collector;
  }

  /** Resolves when everything up to this call is in the collector. */
  async read(): Promise<void> {
    this.#last = this.#last.then(async () => {
      for (const observation of await Promise.all(this.#links.map((link) => link.observe()))) {
        this.#collector.link(observation);
      }
    });
    await this.#last;
  }
}

/** How often links are read and figures shown. */
export const BEAT: Milliseconds = 1_000;
