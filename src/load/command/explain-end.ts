import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { lastLines } from '../../exec/output-tail.ts';
import { describeExit, type ProcessExit } from '../../exec/spawn.ts';
import type { WrongLines } from './told-lines.ts';

export interface CommandEnd {
  readonly load: string;
  readonly exit: ProcessExit;
  /** Whether it ended because it was asked to. */
  readonly stopped: boolean;
  /** From its end to that of the last step; 0 where it need not ask until then. */
  readonly missing: Milliseconds;
  readonly broken: WrongLines | undefined;
  readonly late: WrongLines | undefined;
  readonly log: string;
  readonly tail: string;
}

const TAIL_LINES = 10;
/** Programs measure their own time, and started before the steps did. */
const EARLY: Milliseconds = 2000;

/**
 * What went wrong when a command ended; undefined where nothing did. Exit code 4. An exit code at about the end is its verdict, which
 * others judge; before that, nothing asks any more.
 */
export function explainCommandEnd(end: CommandEnd): SquallError | undefined {
  const { load, exit, stopped, missing, broken, late } = end;
  if (!stopped && (exit.signal !== null || (exit.code !== 0 && missing > EARLY))) {
    return withTail(end, 'load-command-failed', `the command of load \`${load}\` ${describeExit(exit)}`);
  }
  if (broken !== undefined) {
    return new SquallError(
      'load-lines',
      `${broken.lines} lines of load \`${load}\` are no samples, though they begin as such: \`${broken.excerpt}\``,
      {
        hint: 'docs/load.md describes them; what it measured is not complete, so nothing can be judged from it',
      },
    );
  }
  if (late !== undefined) {
    return new SquallError(
      'load-lines-late',
      `${late.lines} lines of load \`${load}\` came when their step was judged already: \`${late.excerpt}\``,
      {
        hint: 'let the command print each line when its request ends, flush it, and give up a request within 10 s',
      },
    );
  }
  if (!stopped && missing > EARLY) {
    const early = formatDuration(Math.round(missing));
    return withTail(
      end,
      'load-ended-early',
      `the command of load \`${load}\` ended ${early} before the last step`,
    );
  }
  return undefined;
}

function withTail({ log, tail }: CommandEnd, code: string, message: string): SquallError {
  const lines = lastLines(tail, TAIL_LINES).map((line) => `\n  ${line}`);
  return new SquallError(code, message, {
    hint:
      lines.length === 0
        ? `its log, \`${log}\`, is empty`
        : `its log, \`${log}\`, ends with:${lines.join('')}`,
  });
}
