import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { codeOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { CLAIMS_FOLDER } from '../../exec/network/claim.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { reapJournal } from '../../journal/reap.ts';
import { clearKept, type Hold } from './find-hold.ts';
import { forgetRun } from './forget-run.ts';

export interface ClearOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly run: RunTool;
}

/** Most are undone within seconds. Of a hundred effects on a busy machine it can be minutes, for which nobody is to wait. */
const PATIENCE: Milliseconds = 15_000;

/** What may be cleared: what somebody has impaired by hand, and what a dead run has left. */
export type Clearable = Extract<Hold, { kind: 'keeper' | 'dead' }>;

/**
 * Ends what is in force and undoes it, verified; of a dead run from its journal. Where that is gone too, only its claims are removed.
 * @throws SquallError `undo-failed`, exit code 5; `undo-busy`, exit code 3; as `askControl`.
 */
export async function clearHold(hold: Clearable, options: ClearOptions): Promise<void> {
  if (hold.kind === 'keeper') {
    await clearKept(hold.folder, options);
    return;
  }
  const { run, folder } = hold;
  const journal = folder === undefined ? undefined : join(folder, JOURNAL_FILE);
  if (journal === undefined || (await isMissing(journal))) {
    await forgetRun(run, CLAIMS_FOLDER, options.run);
    return;
  }
  const outcome = await reapJournal(journal, {
    clock: options.clock,
    within: PATIENCE,
  }).catch((error: unknown) => {
    throw undoFailed(`the journal in \`${folder}\` cannot be read`, error);
  });
  if (outcome.kind === 'busy') {
    throw new SquallError('undo-busy', `process ${outcome.pid} is undoing run ${run} and is not done yet`, {
      hint: 'wait for its end, and try again',
      exitCode: EXIT_CODES.environment,
    });
  }
  const [first] = outcome.failures;
  if (first !== undefined) throw undoFailed(`${first.what} could not be undone: ${first.reason}`);
}

/** One that may not be read is not missing. */
async function isMissing(path: string): Promise<boolean> {
  return await stat(path).then(
    () => false,
    (error: unknown) => codeOf(error) === 'ENOENT',
  );
}

function undoFailed(message: string, cause?: unknown): SquallError {
  return new SquallError('undo-failed', message, {
    hint: 'run `scenario doctor`: it lists what is left and how to remove it',
    exitCode: EXIT_CODES.undoFailed,
    cause,
  });
}
