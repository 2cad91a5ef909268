import { reasonOf, SquallError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { StopProgress } from '../../engine/stop/stop-run.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { counted } from '../../report/console/wording.ts';
import type { FailedEnd, StoppedEnd, StopEnd } from './stop-one.ts';

export function progressText({ run, left }: StopProgress): string {
  return `${cleanLine(`run ${run}: stopping, ${counted(left, 'effect')} to be undone`)}\n`;
}

/** A line for what became of one run; of a failure its error says more. */
export function endText(end: Exclude<StopEnd, FailedEnd>): string {
  const told =
    end.kind === 'not-touched'
      ? `${end.folder}: of another user, not touched`
      : `run ${end.run}: ${outcomeText(end)}`;
  return `${cleanLine(told)}\n`;
}

function outcomeText({ kind, exitCode, took }: StoppedEnd): string {
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  if (kind === 'over') return `over already${code}`;
  return `stopped and everything put back after ${formatDuration(Math.round(took))}${code}`;
}

/** What became of each, as programs read it. */
export function stopJson(ends: readonly StopEnd[]): string {
  return `${JSON.stringify(cleanStrings({ runs: ends.map(endJson) }), null, 2)}\n`;
}

function endJson(end: StopEnd): object {
  const hasStopped = end.kind === 'stopped' || end.kind === 'over';
  return {
    run: end.run,
    status: end.kind,
    exitCode: hasStopped ? (end.exitCode ?? null) : null,
    seconds: end.kind === 'stopped' ? Math.round(end.took) / 1000 : null,
    error: end.kind === 'failed' ? errorJson(end.error) : null,
    folder: end.folder,
  };
}

function errorJson(error: unknown): object {
  return { code: error instanceof SquallError ? error.code : 'bug', message: reasonOf(error) };
}
