import type { EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import { cellKey } from '../../core/matrix-cell.ts';
import type { Hold, RunRecord, RunStatus } from './run-record.ts';

/** Which runs are old. With `keep` and `olderThan`, those for which both say so. What `--against` takes of a scenario is never removed. */
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
  readonly hold: Hold | 'newest-passed';
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
  const measures = newestPassed(runs);
  const remove = old.filter((run) => run.hold === undefined && !measures.has(run));
  const held = old.flatMap((run): HeldRun[] => {
    const hold = run.hold ?? (measures.has(run) ? 'newest-passed' : undefined);
    return hold === undefined ? [] : [{ run, hold }];
  });
  return { remove, held, kept: runs.length - remove.length };
}

/** Of each scenario, and of each cell of its matrix, the run that `--against` finds in their folder. */
function newestPassed(runs: readonly RunRecord[]): ReadonlySet<RunRecord> {
  const newest = new Map<string, RunRecord>();
  for (const run of runs) {
    if (run.status !== 'pass' || run.leftOut.length > 0) continue;
    const of = JSON.stringify([run.scenario, cellKey(run.cell ?? {})]);
    if (!newest.has(of)) newest.set(of, run);
  }
  return new Set(newest.values());
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
