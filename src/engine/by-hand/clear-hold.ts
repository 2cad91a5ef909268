import { join } from 'node:path';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { reapJournal } from '../../journal/reap.ts';
import { clearKept, type Hold } from './find-hold.ts';

export interface ClearOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A reaper that is at it lives for a minute at most, and needs seconds. */
const PATIENCE: Milliseconds = 15_000;

/** What may be cleared: what somebody has impaired by hand, and what a dead run has left. */
export type Clearable = Extract<Hold, { kind: 'keeper' | 'dead' }>;

/**
 * Ends what is in force and undoes it, verified; of a dead run from its journal.
 * @throws SquallError `undo-failed`, exit code 5; `undo-busy`, exit code 3; as `askControl`.
 */
export async function clearHold(hold: Clearable, options: ClearOptions): Promise<void> {
  if (hold.kind === 'keeper') {
    await clearKept(hold.folder, options);
    return;
  }
  const { run, folder } = hold;
  if (folder === undefined) throw undoFailed(`the folder of run ${run} is not known`);
  const outcome = await reapJournal(join(folder, JOURNAL_FILE), {
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

function undoFailed(message: string, cause?: unknown): SquallError {
  return new SquallError('undo-failed', message, {
    hint: 'run `scenario doctor`: it lists what is left and how to remove it',
    exitCode: EXIT_CODES.undoFailed,
    cause,
  });
}
