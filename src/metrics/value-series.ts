import type { Milliseconds } from '../core/clock.ts';
import { Cell } from './cell.ts';
import { Histogram } from './histogram.ts';
import type { TimeRange, Timeline } from './timeline.ts';
import type { WindowData } from './window-data.ts';

/** A value that a load measured; times in milliseconds from the run's start. */
export interface MeasuredValue {
  /** What decides about its window. */
  readonly at: Milliseconds;
  /** When it was known. */
  readonly end: Milliseconds;
  readonly value: number;
}

interface Block {
  readonly inside: Cell;
  readonly straddling: Cell;
  /** The one that was known last. */
  last: MeasuredValue | undefined;
}

/** What one metric came to in a stretch of time. */
export interface ValueWindow extends WindowData {
  /** The value that was known last. */
  readonly last: number | undefined;
}

/**
 * One metric of a load over the run, counted into the block in which each value began. Values that are not 0 count as
 * good, for shares. Memory depends on the length of the run, not on the number of values.
 */
export class ValueSeries {
  readonly #timeline: Timeline;
  readonly #blocks: (Block | undefined)[];
  readonly #outside: Block = emptyBlock();
  #unusable = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#blocks = Array.from({ length: timeline.blocks.length });
  }

  /** Values that no histogram holds: below 0, or no number. */
  get unusable(): number {
    return this.#unusable;
  }

  add(measured: MeasuredValue): void {
    const { at, end, value } = measured;
    if (!(value >= 0 && value < Infinity)) {
      this.#unusable += 1;
      return;
    }
    const index = this.#timeline.blockIndexAt(at);
    const block = index < 0 ? this.#outside : (this.#blocks[index] ??= emptyBlock());
    const straddles = index >= 0 && end > this.#timeline.steps[this.#timeline.blocks[index]!.step]!.end;
    (straddles ? block.straddling : block.inside).addValue(value);
    block.last = laterOf(block.last, measured);
  }

  /** Everything that began in `range`, which must be a union of the timeline's blocks. */
  window(range: TimeRange): ValueWindow {
    const { first, end } = this.#timeline.blocksWithin(range);
    return merge(this.#blocks.slice(first, end), (range.to - range.from) / 1000);
  }

  /** Everything, also what began in no step. */
  whole(): ValueWindow {
    const { from = 0 } = this.#timeline.blocks[0] ?? {};
    const { to = 0 } = this.#timeline.blocks.at(-1) ?? {};
    return merge([...this.#blocks, this.#outside], (to - from) / 1000);
  }
}

function merge(blocks: readonly (Block | undefined)[], seconds: number): ValueWindow {
  const merged = emptyBlock();
  for (const block of blocks) {
    if (block === undefined) continue;
    merged.inside.merge(block.inside);
    merged.straddling.merge(block.straddling);
    if (block.last !== undefined) merged.last = laterOf(merged.last, block.last);
  }
  const { inside, straddling, last } = merged;
  const waited = new Histogram();
  // Of a part of a request, nothing is known before it is over.
  waited.record(0, straddling.n);
  return {
    seconds,
    inside,
    blocks: blocks.flatMap((block) => (block === undefined ? [] : [block.inside])),
    straddling,
    waited,
    dropped: 0,
    lag: new Histogram(),
    last: last?.value,
  };
}

function laterOf(one: MeasuredValue | undefined, other: MeasuredValue): MeasuredValue {
  return one !== undefined && one.end > other.end ? one : other;
}

function emptyBlock(): Block {
  return { inside: new Cell(), straddling: new Cell(), last: undefined };
}
