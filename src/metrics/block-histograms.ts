import type { Milliseconds } from '../core/clock.ts';
import { Histogram } from './histogram.ts';
import type { TimeRange, Timeline } from './timeline.ts';

/** One duration over the run, counted into the block of the timeline in which it began. */
export class BlockHistograms {
  readonly #timeline: Timeline;
  readonly #blocks: (Histogram | undefined)[] = [];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** What began in no step is left out. */
  record(at: Milliseconds, value: Milliseconds): void {
    const index = this.#timeline.blockIndexAt(at);
    if (index >= 0) (this.#blocks[index] ??= new Histogram()).record(value);
  }

  /** Everything that began in `range`, which must be a union of the timeline's blocks. */
  window(range: TimeRange): Histogram {
    const { first, end } = this.#timeline.blocksWithin(range);
    const merged = new Histogram();
    for (const block of this.#blocks.slice(first, end)) if (block !== undefined) merged.merge(block);
    return merged;
  }
}
