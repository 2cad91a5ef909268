import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { findRuns } from '../../exec/marked-processes.ts';
import { surveyRun, type RunSurvey } from '../../journal/survey.ts';
import { cleanUpRun, untouched, type CleanedRun } from '../cleanup/clean-up-run.ts';
import { cleanupText } from '../cleanup/cleanup-text.ts';
import { findRunFolders, type RunFolder } from '../cleanup/find-run-folders.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';

export interface CleanupOptions {
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly output?: 'text' | 'json';
}

interface Surveyed extends RunSurvey {
  readonly named: boolean;
}

/** Undoes what killed runs have left behind. All arguments are checked before anything is undone; one run's trouble stops no other. */
export async function cleanupCommand(
  args: readonly string[],
  options: CleanupOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out = 'runs', dryRun = false, output = 'text' } = options;
  const folders = await findRunFolders(args, out);
  const { surveys, errors } = await surveyAll(folders);
  const runs: CleanedRun[] = [];
  for (const { named, ...survey } of surveys) {
    if (signal.aborted) break;
    const run = dryRun ? untouched(survey) : await cleanUpRun(survey, systemClock);
    runs.push(run);
    errors.push(...errorsOf(run, named));
  }
  if (signal.aborted) errors.push(signal.reason);
  const where = args.length === 0 ? `\`${out}\`` : args.map((arg) => `\`${arg}\``).join(', ');
  io.out(
    output === 'json'
      ? `${JSON.stringify({ dryRun, runs }, null, 2)}\n`
      : cleanupText(runs, { dryRun, where }),
  );
  return worstExitCode(errors.map((error) => presentError(error, io)));
}

async function surveyAll(
  folders: readonly RunFolder[],
): Promise<{ readonly surveys: Surveyed[]; readonly errors: unknown[] }> {
  const living = findRuns();
  const surveys: Surveyed[] = [];
  const errors: unknown[] = [];
  for (const { path, named } of folders) {
    try {
      surveys.push({ ...(await surveyRun(path, living)), named });
    } catch (error) {
      errors.push(error);
    }
  }
  return { surveys, errors };
}

function errorsOf(run: CleanedRun, named: boolean): SquallError[] {
  const { runner, busy, failures } = run;
  if (runner.kind === 'running') {
    return named ? [notAble('run-still-running', `run ${run.run} is still running, pid ${runner.pid}`)] : [];
  }
  if (busy !== undefined) {
    return [notAble('undo-busy', `process ${busy} is undoing run ${run.run} and is not done yet`)];
  }
  return failures.map(
    ({ what, reason }) =>
      new SquallError('undo-failed', `run ${run.run}: ${what} could not be undone: ${reason}`, {
        hint: 'remove what the message names, and run `scenario cleanup` again',
        exitCode: EXIT_CODES.undoFailed,
      }),
  );
}

function notAble(code: string, message: string): SquallError {
  return new SquallError(code, message, {
    hint: 'wait for its end, or end it with its pid; then run `scenario cleanup` again',
    exitCode: EXIT_CODES.environment,
  });
}
