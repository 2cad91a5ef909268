import type { Milliseconds } from '../core/clock.ts';
import { Cell } from './cell.ts';
import { Histogram, rankOf } from './histogram.ts';
import type { Observation } from './observation.ts';
import type { TimeRange, Timeline } from './timeline.ts';
import { everySample, type WindowData } from './window-data.ts';

/** The tags of the exchanges that a series holds, `name` among them; all of its subject's when there are none. */
export type SeriesFilter = Readonly<Record<string, string>>;

/** One block for a chart. Percentiles are null where nothing was sent or the answer never came. */
export interface SeriesPoint {
  readonly t: Milliseconds;
  readonly seconds: number;
  readonly n: number;
  readonly ok: number;
  readonly failed: number;
  readonly p50: Milliseconds | null;
  readonly p95: Milliseconds | null;
  readonly p99: Milliseconds | null;
}

interface MutableBlock extends Omit<WindowData, 'blocks'> {
  dropped: number;
}

/**
 * One subject over the run, counted into the block in which each exchange was due. Memory depends on the
 * length of the run, not on the number of exchanges.
 */
export class Series {
  readonly #timeline: Timeline;
  readonly #filter: readonly (readonly [string, string])[];
  readonly #blocks: (MutableBlock | undefined)[];
  #outside = 0;

  constructor(timeline: Timeline, filter: SeriesFilter = {}) {
    this.#timeline = timeline;
    this.#filter = Object.entries(filter);
    this.#blocks = Array.from({ length: timeline.blocks.length });
  }

  /** Exchanges and drops that were due in no step. */
  get outside(): number {
    return this.#outside;
  }

  add(observation: Observation): void {
    if (!this.#filter.every(([key, value]) => tagOf(observation, key) === value)) return;
    const index = this.#timeline.blockIndexAt(observation.due);
    if (index < 0) {
      this.#outside += 1;
      return;
    }
    const block = this.#block(index);
    const stepEnd = this.#timeline.steps[this.#timeline.blocks[index]!.step]!.end;
    if (observation.end > stepEnd) {
      block.straddling.add(observation);
      block.waited.record(stepEnd - observation.due);
    } else {
      block.inside.add(observation);
    }
    // Timers may fire a little early; that is not lag.
    if (observation.sent !== undefined) block.lag.record(Math.max(0, observation.sent - observation.due));
  }

  /** Counts an arrival that the generator dropped. What it would have asked is unknown, so every filter counts it. */
  drop(due: Milliseconds): void {
    const index = this.#timeline.blockIndexAt(due);
    if (index < 0) this.#outside += 1;
    else this.#block(index).dropped += 1;
  }

  /** The exchanges that were due in any step and have ended. */
  total(): { readonly n: number; readonly ok: number } {
    const total = { n: 0, ok: 0 };
    for (const block of this.#blocks) {
      if (block === undefined) continue;
      total.n += block.inside.n + block.straddling.n;
      total.ok += block.inside.ok + block.straddling.ok;
    }
    return total;
  }

  /** Everything that was due in `range`, which must be a union of the timeline's blocks. */
  window(range: TimeRange): WindowData {
    const { first, end } = this.#timeline.blocksWithin(range);
    const merged = emptyBlock((range.to - range.from) / 1000);
    const blocks: Cell[] = [];
    for (const block of this.#blocks.slice(first, end)) {
      if (block === undefined) continue;
      blocks.push(block.inside);
      merged.inside.merge(block.inside);
      merged.straddling.merge(block.straddling);
      merged.waited.merge(block.waited);
      merged.lag.merge(block.lag);
      merged.dropped += block.dropped;
    }
    return { ...merged, blocks };
  }

  /** One point for each block of the timeline, for charts. */
  points(): SeriesPoint[] {
    return this.#timeline.blocks.map((block, index) => {
      const cell = everySample(this.#blocks[index] ?? emptyBlock(0));
      const percentile = (q: number): Milliseconds | null => {
        const value = cell.valueAtRank(rankOf(q, cell.n));
        return Number.isFinite(value) ? value : null;
      };
      const { n, ok, failed } = cell;
      const seconds = (block.to - block.from) / 1000;
      return {
        t: block.from,
        seconds,
        n,
        ok,
        failed,
        p50: percentile(0.5),
        p95: percentile(0.95),
        p99: percentile(0.99),
      };
    });
  }

  #block(index: number): MutableBlock {
    const { from, to } = this.#timeline.blocks[index]!;
    return (this.#blocks[index] ??= emptyBlock((to - from) / 1000));
  }
}

/** `name` is a tag as any other. */
export function tagOf({ name, tags }: Observation, key: string): string | undefined {
  return key === 'name' ? name : tags?.[key];
}

function emptyBlock(seconds: number): MutableBlock {
  return {
    seconds,
    inside: new Cell(),
    straddling: new Cell(),
    waited: new Histogram(),
    dropped: 0,
    lag: new Histogram(),
  };
}
