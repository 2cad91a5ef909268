import { resolve } from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import type { StopProgress } from '../../engine/stop/stop-run.ts';
import { findReapers } from '../../journal/find-reapers.ts';
import { findRunFolders } from '../cleanup/find-run-folders.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';
import { stopOne, type StopEnd } from '../stop/stop-one.ts';
import { endText, progressText, stopJson } from '../stop/stop-text.ts';

export interface StopCommandOptions {
  readonly all?: boolean;
  readonly out?: string;
  readonly output?: 'text' | 'json';
}

interface Stopping {
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Whether what is over already is worth a line. */
  readonly named: boolean;
  readonly output: 'text' | 'json';
}

/** Stops runs, all at once, and waits for them. One run's trouble stops no other. */
export async function stopCommand(
  args: readonly string[],
  { all = false, out = 'runs', output = 'text' }: StopCommandOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (all === args.length > 0) throw oneOfBoth();
  const folders = (await findRunFolders(args, out)).map(({ path }) => resolve(path));
  // Wherever a run has its folder, its reaper watches over it.
  const elsewhere = all ? findReapers().map(({ folder }) => resolve(folder)) : [];
  return await stopEach([...new Set([...folders, ...elsewhere])], { io, signal, named: !all, output });
}

/** Stops the runs in these folders, and says what became of each: in words as soon as it is known, as JSON once all of it is. */
export async function stopEach(folders: readonly string[], stopping: Stopping): Promise<ExitCode> {
  const { io, named, output } = stopping;
  const isText = output === 'text';
  const tell = (progress: StopProgress): void =>
    isText ? io.out(progressText(progress)) : io.err(progressText(progress));
  const isTold = ({ kind }: StopEnd): boolean => named || kind !== 'over';
  const codes: ExitCode[] = [];
  const ends = await Promise.all(
    folders.map(async (folder) => {
      const end = await stopOne(folder, { ...stopping, tell });
      if (end.kind === 'failed') codes.push(presentError(end.error, io));
      else if (isText && isTold(end)) io.out(endText(end));
      return end;
    }),
  );
  const told = ends.filter(isTold);
  if (!isText) io.out(stopJson(told));
  else if (told.length === 0) io.out('nothing is running\n');
  return worstExitCode(codes);
}

function oneOfBoth(): SquallError {
  return new SquallError('runs-or-all', 'name the runs, or write `--all`', {
    hint: '`scenario runs list` lists them',
    exitCode: EXIT_CODES.usage,
  });
}
