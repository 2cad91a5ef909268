import { basename, resolve } from 'node:path';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { isRecord } from '../../core/is-record.ts';
import { sendSignal } from '../../exec/group-signals.ts';
import { findMarked, RUN_MARKER } from '../../exec/marked-processes.ts';
import { isRunning, type ProcessIdentity } from '../../exec/process-identity.ts';
import { readRunJournal } from '../../journal/survey.ts';
import { BY_HAND } from '../by-hand/held-links.ts';
import { KEEPER_ROUTES } from '../by-hand/messages.ts';
import { askControl } from '../control/ask-control.ts';
import { RUN_ROUTES } from '../live/messages.ts';

export interface StopOptions {
  readonly clock: Clock;
  /** Ends the wait; what was asked to stop stops all the same. */
  readonly signal: AbortSignal;
  /** Told of what takes long. */
  readonly tell: (progress: StopProgress) => void;
}

/** A run that has been asked to stop and still puts back. */
export interface StopProgress {
  readonly run: string;
  /** What is left of its effects. */
  readonly left: number;
}

/** What became of a run that was to stop. */
export interface StopOutcome {
  readonly run: string;
  /** `over`: it was before. */
  readonly kind: 'over' | 'stopped';
  readonly exitCode?: number;
  readonly took: Milliseconds;
}

/** A run that is well answers at once; one that does not is sent a signal. */
const ANSWERED_WITHIN: Milliseconds = 5_000;
/** Of a hundred effects on a busy machine, or a service that ends slowly. */
const DONE_WITHIN: Milliseconds = 60_000;
const LOOK_EVERY: Milliseconds = 50;
const TELL_EVERY: Milliseconds = 5_000;

/**
 * Stops a run, or what was impaired by hand, and resolves once everything is put back. Harmless where it is over, and where somebody else stops it too.
 * @throws SquallError `run-not-undone`, `stop-timeout` or `control-denied`, exit code 3; `undo-failed`, exit code 5; `journal-unreadable`.
 */
export async function stopRun(folder: string, options: StopOptions): Promise<StopOutcome> {
  const { clock } = options;
  const begin = clock.now();
  const { run: started, exitCode, pending } = await readRunJournal(folder);
  const run = started?.run ?? basename(resolve(folder));
  if (exitCode !== undefined) return { run, kind: 'over', exitCode, took: 0 };
  if (started === undefined || !isRunning(started)) {
    if (pending.length > 0 || findMarked({ [RUN_MARKER]: run }).length > 0) throw notUndone(run, folder);
    return { run, kind: 'over', took: 0 };
  }
  const route = started.scenario === BY_HAND ? KEEPER_ROUTES.clear : RUN_ROUTES.stop;
  // Code that runs a scenario itself would end itself.
  if (!(await isAsked(folder, route, options)) && started.pid !== process.pid)
    sendSignal(started.pid, 'SIGTERM');
  const code = await ending({ folder, begin, runner: started }, options);
  if (code === undefined) throw notUndone(run, folder);
  if (code === EXIT_CODES.undoFailed) throw undoFailed(run, folder);
  return { run, kind: 'stopped', exitCode: code, took: clock.now() - begin };
}

interface Asked {
  readonly folder: string;
  /** When it was asked. */
  readonly begin: Milliseconds;
  readonly runner: ProcessIdentity & { readonly run: string };
}

/** The exit code of a run, once everything is put back; undefined where it was killed before. */
async function ending(
  { folder, begin, runner }: Asked,
  { clock, signal, tell }: StopOptions,
): Promise<number | undefined> {
  for (let tellAt = begin + TELL_EVERY; ;) {
    // Looked at before its journal, which by its end says all that it will ever say.
    const lives = isRunning(runner);
    const { exitCode, pending } = await readRunJournal(folder);
    if (exitCode !== undefined || !lives) return exitCode;
    const now = clock.now();
    if (now - begin > DONE_WITHIN) throw tooLong(runner);
    if (now >= tellAt) {
      tell({ run: runner.run, left: pending.length });
      tellAt += TELL_EVERY;
    }
    await clock.sleep(LOOK_EVERY, signal);
  }
}

/** Whether it has heard; one of an older version knows no such question. */
async function isAsked(
  folder: string,
  route: string,
  { clock, signal }: Pick<StopOptions, 'clock' | 'signal'>,
): Promise<boolean> {
  try {
    const answer = await askControl(folder, route, undefined, { clock, within: ANSWERED_WITHIN, signal });
    return isRecord(answer) && answer['routes'] === undefined;
  } catch (error) {
    if (error instanceof SquallError && error.code === 'control-failed') return false;
    throw error;
  }
}

function notUndone(run: string, folder: string): SquallError {
  return new SquallError('run-not-undone', `run ${run} was killed, and not all that it did is undone`, {
    hint: `run \`scenario cleanup ${folder}\``,
    exitCode: EXIT_CODES.environment,
  });
}

function undoFailed(run: string, folder: string): SquallError {
  return new SquallError('undo-failed', `run ${run} has stopped, and could not put everything back`, {
    hint: `run \`scenario cleanup ${folder}\`: it names what is still there`,
    exitCode: EXIT_CODES.undoFailed,
  });
}

function tooLong({ run, pid }: Asked['runner']): SquallError {
  return new SquallError(
    'stop-timeout',
    `run ${run} is still not over ${DONE_WITHIN / 1000} s after it was asked to stop`,
    {
      hint: `look at what process ${pid} does; with \`kill -KILL ${pid}\` its reaper undoes what is left`,
      exitCode: EXIT_CODES.environment,
    },
  );
}
