import type { EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import type { Hold, RunRecord, RunStatus } from './run-record.ts';

/** Which runs are old. With `keep` and `olderThan`, those for which both say so. */
export interface PruneRule {
  /** So many of each scenario stay, the newest. */
  readonly keep?: number;
  /** What is younger stays. */
  readonly olderThan?: Milliseconds;
  /** What did not pass stays. */
  readonly keepFailed?: boolean;
  readonly now: EpochMilliseconds;
}

export interface HeldRun {
  readonly run: RunRecord;
  readonly hold: Hold;
}

export interface PruneChoice {
  readonly remove: readonly RunRecord[];
  /** Old too, but they have to stay. */
  readonly held: readonly HeldRun[];
  /** How many stay, those that have to among them. */
  readonly kept: number;
}

const FAILED: readonly RunStatus[] = ['fail', 'inconclusive', 'error', 'crashed'];

/** @param runs newest first */
export function choosePrunable(runs: readonly RunRecord[], rule: PruneRule): PruneChoice {
  const seen = new Map<string, number>();
  const old = runs.filter((run) => {
    const newer = seen.get(run.scenario) ?? 0;
    seen.set(run.scenario, newer + 1);
    return isOld(run, newer, rule);
  });
  const remove = old.filter(({ hold }) => hold === undefined);
  const held = old.flatMap((run) => (run.hold === undefined ? [] : [{ run, hold: run.hold }]));
  return { remove, held, kept: runs.length - remove.length };
}

function isOld(
  { started, status }: RunRecord,
  newer: number,
  { keep, olderThan, keepFailed, now }: PruneRule,
): boolean {
  if (keep === undefined && olderThan === undefined) return false;
  if (keep !== undefined && newer < keep) return false;
  if (olderThan !== undefined && now - started <= olderThan) return false;
  return keepFailed !== true || !FAILED.includes(status);
}
