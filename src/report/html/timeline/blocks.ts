import type { Milliseconds } from '../../../core/clock.ts';
import type { SeriesResult } from '../../../core/result.gen.ts';
import type { TimeSpan } from './plot.ts';

/** One point of a chart: a stretch of a series. */
export interface Block {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly n: number;
  readonly ok: number;
  /** null with `n` > 0: no answer came, so the value is larger than any. */
  readonly p50: Milliseconds | null;
  readonly p95: Milliseconds | null;
  readonly p99: Milliseconds | null;
}

export type Percentile = 'p50' | 'p95' | 'p99';

/** A chart is about 1,000 pixels wide; more points would be drawn on top of each other. */
const MOST_BLOCKS = 1000;

/** The blocks to draw; a long series is thinned to the worst value of each few neighbours, never to their mean. */
export function blocksOf(series: SeriesResult): readonly Block[] {
  const blocks = series.t.map((start, index) => ({
    start,
    end: start + 1000 * (series.seconds[index] ?? 0),
    n: series.n[index] ?? 0,
    ok: series.ok[index] ?? 0,
    p50: series.p50[index] ?? null,
    p95: series.p95[index] ?? null,
    p99: series.p99[index] ?? null,
  }));
  return thinned(blocks, worstOf);
}

/** The blocks, or where there are more than can be drawn, what each few neighbours come to. */
export function thinned<Item>(
  blocks: readonly Item[],
  join: (few: readonly Item[]) => Item,
): readonly Item[] {
  const size = Math.ceil(blocks.length / MOST_BLOCKS);
  if (size <= 1) return blocks;
  return Array.from({ length: Math.ceil(blocks.length / size) }, (_, index) =>
    join(blocks.slice(index * size, (index + 1) * size)),
  );
}

/** A count of a block as a rate. */
export function perSecond({ start, end }: TimeSpan, count: number): number {
  return (1000 * count) / Math.max(1, end - start);
}

function worstOf(blocks: readonly Block[]): Block {
  const sum = (count: (block: Block) => number): number =>
    blocks.reduce((total, block) => total + count(block), 0);
  return {
    start: Math.min(...blocks.map(({ start }) => start)),
    end: Math.max(...blocks.map(({ end }) => end)),
    n: sum(({ n }) => n),
    ok: sum(({ ok }) => ok),
    p50: worstPercentile(blocks, 'p50'),
    p95: worstPercentile(blocks, 'p95'),
    p99: worstPercentile(blocks, 'p99'),
  };
}

function worstPercentile(blocks: readonly Block[], percentile: Percentile): Milliseconds | null {
  const withData = blocks.filter(({ n }) => n > 0);
  if (withData.length === 0) return null;
  const values = withData.map((block) => block[percentile]).filter((value) => value !== null);
  return values.length < withData.length ? null : Math.max(...values);
}
