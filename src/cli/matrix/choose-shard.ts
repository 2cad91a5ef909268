import { runTitle } from '../../core/matrix-cell.ts';
import type { ShardPlace } from '../../core/result.gen.ts';
import type { LoadedPlan } from '../load-plans.ts';

/** `--shard 2/5`: which part of a call this machine runs. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

export interface ShardedPlan extends LoadedPlan {
  /** Absent where the call is not split. */
  readonly shard?: ShardPlace;
}

/** Every `count`th run, so that neighbours in a matrix, which take equally long, go to different machines. Each knows its place in the whole. */
export function chooseShard(
  planned: readonly LoadedPlan[],
  shard: Shard | undefined,
): readonly ShardedPlan[] {
  if (shard === undefined) return planned;
  const { index, count } = shard;
  const runs = planned.map(({ plan }) => runTitle(plan.scenario));
  return planned.flatMap((one, at) => {
    if (at % count !== index - 1) return [];
    const place: ShardPlace = { index, count, position: at + 1, runs };
    return [{ ...one, shard: place }];
  });
}
