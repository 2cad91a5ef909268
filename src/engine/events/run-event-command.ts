import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { readLogTail } from '../../exec/log-tail.ts';
import { lastLines } from '../../exec/output-tail.ts';
import { startProcess, type RunningProcess } from '../../exec/process-group.ts';
import { describeExit, type ProcessExit } from '../../exec/spawn.ts';
import type { PlannedRun } from '../../plan/planned-event.ts';
import { fillCommand } from '../filled-command.ts';
import { isLeftBehind, type EventScene, type Performed } from './event-scene.ts';

/** How long SIGTERM may take before SIGKILL. */
const GRACE: Milliseconds = 2000;

/** Runs the command of an event to its end; all that it prints is in its log. */
export async function runEventCommand(
  { context, stage }: EventScene,
  command: PlannedRun,
  log: string,
): Promise<Performed> {
  const { clock, folder, signal } = context;
  const { within } = command;
  try {
    const running = await startProcess({
      ...fillCommand({ context, stage }, command),
      log: folder.file(log),
      clock,
      ...(context.hasSecrets && { mask: context.mask }),
    });
    const exit = await exitWithin(running, within, { context });
    signal.throwIfAborted();
    if (exit === undefined) return { ok: false, detail: `it took longer than ${formatDuration(within)}` };
    const [lastLine] = lastLines(await readLogTail(folder.file(log)), 1);
    const how = describeExit(exit);
    if (exit.code === 0) return { ok: true, detail: how };
    return { ok: false, detail: lastLine === undefined ? how : `${how}: ${lastLine}` };
  } catch (error) {
    if (isLeftBehind(error)) throw error;
    signal.throwIfAborted();
    if (!(error instanceof SquallError)) throw error;
    return { ok: false, detail: error.message };
  }
}

/** Undefined where it was ended, because of its time or of the run's. */
async function exitWithin(
  running: RunningProcess,
  within: Milliseconds,
  { context: { clock, signal } }: Pick<EventScene, 'context'>,
): Promise<ProcessExit | undefined> {
  const waiting = new AbortController();
  const late = clock.sleep(within, AbortSignal.any([signal, waiting.signal])).then(
    () => undefined,
    () => undefined,
  );
  const exit = await Promise.race([running.exited, late]);
  waiting.abort();
  if (exit === undefined) await running.stop(GRACE);
  return exit;
}
