import { untilAborted } from '../../core/until-aborted.ts';
import type { Collector } from '../collector.ts';
import type { LinkReader } from '../heartbeat.ts';

/** What the requests of a run can be seen with. */
export interface Watched {
  readonly collector: Pick<Collector, 'watch'>;
  readonly reader: Pick<LinkReader, 'read'>;
}

/** Where the requests of a run can be watched: from the start of its load until its links are taken away. */
export class WatchPoint {
  readonly #ended = new AbortController();
  readonly #begun: Promise<Watched>;
  #begin: ((watched: Watched) => void) | undefined;

  constructor() {
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** Aborts when there will be nothing more to see. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  begin(watched: Watched): void {
    this.#begin?.(watched);
  }

  end(): void {
    this.#ended.abort(new Error('the run has ended'));
  }

  /** Resolves when there is something to see; rejects with the signal's reason, or when the run has ended before. */
  async begun(signal: AbortSignal): Promise<Watched> {
    return await untilAborted(this.#begun, AbortSignal.any([signal, this.ended]));
  }
}
