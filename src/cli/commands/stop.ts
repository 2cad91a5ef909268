import { resolve } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { stopRun, type StopOutcome } from '../../engine/stop/stop-run.ts';
import { findReapers } from '../../journal/find-reapers.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { counted } from '../../report/console/wording.ts';
import { findRunFolders } from '../cleanup/find-run-folders.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';

export interface StopCommandOptions {
  readonly all?: boolean;
  readonly out?: string;
}

interface Stopping {
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Whether what is over already is worth a line. */
  readonly named: boolean;
}

/** Stops runs, all at once, and waits for them. One run's trouble stops no other. */
export async function stopCommand(
  args: readonly string[],
  { all = false, out = 'runs' }: StopCommandOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (all === args.length > 0) throw oneOfBoth();
  const folders = (await findRunFolders(args, out)).map(({ path }) => resolve(path));
  // Wherever a run has its folder, its reaper watches over it.
  const elsewhere = all ? findReapers().map(({ folder }) => resolve(folder)) : [];
  return await stopEach([...new Set([...folders, ...elsewhere])], { io, signal, named: !all });
}

/** Stops the runs in these folders, and says what became of each. */
export async function stopEach(folders: readonly string[], stopping: Stopping): Promise<ExitCode> {
  const ends = await Promise.all(folders.map((folder) => stopOne(folder, stopping)));
  if (ends.every((end) => end === undefined)) stopping.io.out('nothing is running\n');
  return worstExitCode(ends.filter((end) => end !== undefined));
}

/** Undefined where there was nothing to do and nothing to say. */
async function stopOne(folder: string, { io, signal, named }: Stopping): Promise<ExitCode | undefined> {
  try {
    const outcome = await stopRun(folder, {
      clock: systemClock,
      signal,
      tell: ({ run, left }) =>
        io.out(cleanLine(`run ${run}: stopping, ${counted(left, 'effect')} to be undone`).concat('\n')),
    });
    if (outcome.kind === 'over' && !named) return undefined;
    io.out(`${cleanLine(`run ${outcome.run}: ${outcomeText(outcome)}`)}\n`);
    return EXIT_CODES.pass;
  } catch (error) {
    if (!named && isOthers(error)) {
      io.out(`${cleanLine(`${folder}: of another user, not touched`)}\n`);
      return EXIT_CODES.pass;
    }
    return presentError(error, io);
  }
}

function outcomeText({ kind, exitCode, took }: StopOutcome): string {
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  if (kind === 'over') return `over already${code}`;
  return `stopped and everything put back after ${formatDuration(Math.round(took))}${code}`;
}

/** Only its owner may look into a run's folder. */
function isOthers(error: unknown): boolean {
  if (!(error instanceof SquallError)) return false;
  const { cause } = error;
  const isClosed = cause instanceof Error && 'code' in cause && cause.code === 'EACCES';
  return error.code === 'control-denied' || (error.code === 'journal-unreadable' && isClosed);
}

function oneOfBoth(): SquallError {
  return new SquallError('runs-or-all', 'name the runs, or write `--all`', {
    hint: '`scenario runs list` lists them',
    exitCode: EXIT_CODES.usage,
  });
}
