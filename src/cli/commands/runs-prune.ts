import { systemClock, type Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';
import { choosePrunable } from '../run-folders/choose-prunable.ts';
import { sizeOnDisk } from '../run-folders/folder-size.ts';
import { freedBytes, pruneText, type PruneOutcome } from '../run-folders/prune-text.ts';
import { readRunRecords } from '../run-folders/read-run-records.ts';
import { removeRun } from '../run-folders/remove-run.ts';
import type { RunRecord } from '../run-folders/run-record.ts';
import { runJson, type SizedRun } from '../run-folders/runs-text.ts';

export interface RunsPruneOptions {
  readonly out: string;
  readonly keep?: number;
  readonly olderThan?: Milliseconds;
  readonly keepFailed?: boolean;
  readonly scenario?: string;
  readonly dryRun?: boolean;
  readonly output: 'text' | 'json';
}

/** Removes the folders of old runs; one that cannot be removed stops no other. */
export async function runsPruneCommand(
  options: RunsPruneOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out, keep, olderThan, scenario, dryRun = false, output } = options;
  if (keep === undefined && olderThan === undefined) throw nothingSaysWhich();
  const runs: RunRecord[] = [];
  for await (const run of readRunRecords(out, { clock: systemClock, signal })) {
    if (scenario === undefined || run.scenario === scenario) runs.push(run);
  }
  const choice = choosePrunable(runs, { ...options, now: systemClock.wall() });
  const removed: SizedRun[] = [];
  const errors: unknown[] = [];
  for (const run of choice.remove) {
    if (signal.aborted) break;
    const bytes = await sizeOnDisk(run.folder);
    try {
      if (!dryRun) await removeRun(run.folder);
      removed.push({ ...run, bytes });
    } catch (error) {
      errors.push(error);
    }
  }
  if (signal.aborted) errors.push(signal.reason);
  const outcome = { dryRun, removed, held: choice.held, kept: runs.length - removed.length };
  io.out(output === 'json' ? pruneJson(outcome) : pruneText(outcome));
  return worstExitCode(errors.map((error) => presentError(error, io)));
}

function pruneJson({ dryRun, removed, held, kept }: PruneOutcome): string {
  const stays = held.map(({ run: { id, folder }, hold }) => ({ run: id, why: hold, folder }));
  const said = { dryRun, freed: freedBytes(removed), kept, removed: removed.map(runJson), held: stays };
  return `${JSON.stringify(said, null, 2)}\n`;
}

function nothingSaysWhich(): SquallError {
  return new SquallError('nothing-to-prune', 'nothing says which runs are old', {
    hint: 'write for example `--keep 20` for the newest 20 of each scenario, `--older-than 30d`, or both',
    exitCode: EXIT_CODES.usage,
  });
}
