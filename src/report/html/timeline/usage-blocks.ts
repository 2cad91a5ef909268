import type { RunResult } from '../../../core/result.gen.ts';
import { thinned } from './blocks.ts';
import type { TimeSpan } from './plot.ts';

/** One stretch of an edge of which only connections and bytes are known. */
export interface UsageBlock extends TimeSpan {
  readonly connections: number;
  /** Bytes. */
  readonly up: number;
  readonly down: number;
}

/** What took `edge` over time; of an edge of the kernel, which is read at the ends of windows only, a block a window. */
export function usageBlocks({ usage, steps }: RunResult, edge: string): readonly UsageBlock[] {
  const series = usage?.find((each) => each.edge === edge);
  if (series === undefined) {
    return steps.flatMap(({ windowStart, end, edges }) =>
      edges
        .filter((each) => each.edge === edge && end > windowStart)
        .map(({ usage: { connections, bytes } }) => ({ start: windowStart, end, connections, ...bytes })),
    );
  }
  const { t, seconds, connections, up, down } = series;
  const blocks = t.map((start, index) => ({
    start,
    end: start + 1000 * (seconds[index] ?? 0),
    connections: connections[index] ?? 0,
    up: up[index] ?? 0,
    down: down[index] ?? 0,
  }));
  return thinned(blocks, sumOf);
}

function sumOf(blocks: readonly UsageBlock[]): UsageBlock {
  const sum = (count: (block: UsageBlock) => number): number =>
    blocks.reduce((total, block) => total + count(block), 0);
  return {
    start: blocks[0]!.start,
    end: blocks.at(-1)!.end,
    connections: sum(({ connections }) => connections),
    up: sum(({ up }) => up),
    down: sum(({ down }) => down),
  };
}
