import { join } from 'node:path';
import type { CleanupFailure } from '../../core/cleanup-stack.ts';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { reapJournal } from '../../journal/reap.ts';
import { needsCleanup, type RunSurvey } from '../../journal/survey.ts';

/** A run, and what `scenario cleanup` made of it. */
export interface CleanedRun extends RunSurvey {
  /** Ids of the effects that are verified to be undone, by this or by whoever was faster. */
  readonly undone: readonly string[];
  readonly failures: readonly CleanupFailure[];
  /** Pid of another process that is still at it. */
  readonly busy?: number;
}

/** Most are undone within seconds. Of a hundred effects on a busy machine it can be minutes, for which nobody is to wait. */
const PATIENCE: Milliseconds = 15_000;

/** Undoes what is left of a run, unless its runner lives. Idempotent. */
export async function cleanUpRun(survey: RunSurvey, clock: Clock): Promise<CleanedRun> {
  if (!needsCleanup(survey)) return untouched(survey);
  const outcome = await reapJournal(join(survey.folder, JOURNAL_FILE), { clock, within: PATIENCE });
  if (outcome.kind === 'busy') return { ...untouched(survey), busy: outcome.pid };
  const stillPending = new Set(outcome.state.pending.map(({ id }) => id));
  const undoneBefore = survey.pending.filter((id) => !stillPending.has(id));
  return { ...survey, undone: [...undoneBefore, ...outcome.undone], failures: outcome.failures };
}

export function untouched(survey: RunSurvey): CleanedRun {
  return { ...survey, undone: [], failures: [] };
}
