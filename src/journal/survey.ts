import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { fileReason } from '../core/file-reason.ts';
import type { MarkedProcess } from '../exec/marked-processes.ts';
import { isRunning } from '../exec/process-identity.ts';
import { JOURNAL_FILE } from './journal.ts';
import { replayJournal, type JournalProblem, type JournalState } from './replay.ts';

/** What has become of the process that ran the scenario. */
export type Runner =
  | { readonly kind: 'running'; readonly pid: number }
  | { readonly kind: 'ended'; readonly exitCode: number }
  /** It was killed, or the machine went down. */
  | { readonly kind: 'gone' };

/** What a run folder says about its run, and what of the run is still there. */
export interface RunSurvey {
  readonly folder: string;
  /** The id; the folder's name where the journal does not say it. */
  readonly run: string;
  readonly runner: Runner;
  /** Ids of the effects that are not undone, newest first. */
  readonly pending: readonly string[];
  /** Pids of the run's living processes. */
  readonly processes: readonly number[];
  readonly problems: readonly JournalProblem[];
}

/**
 * Reads a run folder without changing anything.
 * @param living the processes of all runs, see `findRuns`
 * @throws SquallError `journal-unreadable`, exit code 2.
 */
export async function surveyRun(
  folder: string,
  living: ReadonlyMap<string, readonly MarkedProcess[]>,
): Promise<RunSurvey> {
  const state = await readRunJournal(folder);
  const run = state.run?.run ?? basename(resolve(folder));
  return {
    folder,
    run,
    runner: runnerOf(state),
    pending: state.pending.map(({ id }) => id),
    processes: (living.get(run) ?? []).map(({ pid }) => pid),
    problems: state.problems,
  };
}

/** Whether the runner is gone and something of the run is left. */
export function needsCleanup({ runner, pending, processes }: RunSurvey): boolean {
  return runner.kind !== 'running' && pending.length + processes.length > 0;
}

function runnerOf({ run, exitCode }: JournalState): Runner {
  if (run !== undefined && isRunning(run)) return { kind: 'running', pid: run.pid };
  return exitCode === undefined ? { kind: 'gone' } : { kind: 'ended', exitCode };
}

/**
 * What the journal in a run folder says.
 * @throws SquallError `journal-unreadable`, exit code 2.
 */
export async function readRunJournal(folder: string): Promise<JournalState> {
  const path = join(folder, JOURNAL_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(path, fileReason(error), error);
  });
  const state = replayJournal(text);
  const [problem] = state.problems;
  if (problem !== undefined && state.run === undefined && state.pending.length === 0) {
    throw unreadable(path, `line ${problem.line} is ${problem.reason}`);
  }
  return state;
}

function unreadable(path: string, reason: string, cause?: unknown): SquallError {
  return new SquallError('journal-unreadable', `the journal \`${path}\` cannot be read: ${reason}`, {
    hint: 'run this as the user that ran the scenario; what a damaged journal no longer says, `scenario doctor` finds on the machine',
    exitCode: EXIT_CODES.usage,
    cause,
  });
}
