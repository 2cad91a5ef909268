import type { Milliseconds } from '../core/clock.ts';
import { latestBefore } from '../core/latest-before.ts';

/** How long a block is unless a boundary cuts it. */
export const BLOCK: Milliseconds = 1000;

/** A half-open stretch of the run's time, in milliseconds from its start. */
export interface TimeRange {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** When a step is, in milliseconds from the run's start. */
export interface TimelineStep {
  readonly name: string;
  readonly start: Milliseconds;
  readonly windowStart: Milliseconds;
  readonly end: Milliseconds;
  /** Further instants at which a window may begin or end, as the T of `recovery(x) <= T` after the start. */
  readonly cuts?: readonly Milliseconds[];
}

export interface Block extends TimeRange {
  /** Index of its step. */
  readonly step: number;
}

/**
 * The run's time cut into blocks of a second, anchored at each step's start and cut again where a window may
 * begin or end, so that every window is an exact union of blocks.
 */
export class Timeline {
  readonly steps: readonly TimelineStep[];
  readonly blocks: readonly Block[];
  readonly #ends: readonly Milliseconds[];

  /** The steps in order, without overlap; a RangeError where they are not. */
  constructor(steps: readonly TimelineStep[]) {
    let before = -Infinity;
    for (const { name, start, windowStart, end } of steps) {
      if (!(before <= start && start <= windowStart && windowStart <= end && end < Infinity)) {
        throw new RangeError(`step \`${name}\` is out of order: ${start}, ${windowStart}, ${end}`);
      }
      before = end;
    }
    this.steps = steps;
    this.blocks = steps.flatMap((step, index) => blocksOf(step, index));
    this.#ends = this.blocks.map(({ to }) => to);
  }

  /** The block that holds the instant `t`, or -1 when it lies in no step. */
  blockIndexAt(t: Milliseconds): number {
    const index = this.#firstEndingAfter(t);
    const block = this.blocks[index];
    return block !== undefined && block.from <= t ? index : -1;
  }

  /** Indexes of the first block of a range and of the first one after it; a RangeError unless the range is a union of blocks. */
  blocksWithin(range: TimeRange): { readonly first: number; readonly end: number } {
    const first = this.#firstEndingAfter(range.from);
    const end = this.#firstEndingAfter(range.to);
    const begins = this.blocks[first]?.from === range.from;
    const ends = this.blocks[end - 1]?.to === range.to;
    if (range.from !== range.to && !(begins && ends)) {
      throw new RangeError(`[${range.from}, ${range.to}) is not a union of blocks`);
    }
    return { first, end };
  }

  #firstEndingAfter(t: Milliseconds): number {
    return latestBefore(this.#ends, t) + 1;
  }
}

function blocksOf(step: TimelineStep, index: number): Block[] {
  const cuts = [step.start, step.windowStart, ...(step.cuts ?? []), step.end];
  for (let at = step.start + BLOCK; at < step.end; at += BLOCK) cuts.push(at);
  const bounds = [...new Set(cuts)].filter((at) => at >= step.start && at <= step.end).sort((a, b) => a - b);
  return bounds.slice(1).map((to, position) => ({ step: index, from: bounds[position]!, to }));
}
