import type { Milliseconds } from '../core/clock.ts';
import { untilAborted } from '../core/until-aborted.ts';
import { isKernelLink, type InstalledLink } from '../drivers/driver.ts';
import type { Collector } from './collector.ts';

/**
 * Reads what the links have seen into the collector, one reading at a time, so that none is counted twice or lost. Those of
 * the kernel have no exchanges to read, and each look starts processes: they are read at both ends of a window, see kernel-counters.ts.
 */
export class LinkReader {
  readonly #links: readonly InstalledLink[];
  readonly #collector: Collector;
  readonly #signal: AbortSignal;
  #last: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(links: Iterable<InstalledLink>, collector: Collector, signal: AbortSignal) {
    this.#links = [...links].filter((link) => !isKernelLink(link));
    this.#collector = collector;
    this.#signal = signal;
  }

  /** Resolves when everything up to this call is in the collector; a driver that hangs does not hold up an interruption. */
  async read(): Promise<void> {
    if (this.#stopped) return;
    this.#last = this.#last.then(async () => {
      for (const observation of await Promise.all(this.#links.map((link) => link.observe()))) {
        this.#collector.link(observation);
      }
    });
    await untilAborted(this.#last, this.#signal);
  }

  /** From here on nothing is read: a driver that takes its links off has nothing to tell of them. */
  stop(): void {
    this.#stopped = true;
  }
}

/** How often links are read and figures shown. */
export const BEAT: Milliseconds = 1_000;
