import { SquallError } from '../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../core/exit-code.ts';
import { cleanLine } from '../report/clean-text.ts';
import type { Io } from './io.ts';

/** The only place where an error becomes text; returns the exit code that it stands for. */
export function presentError(error: unknown, io: Io): ExitCode {
  if (error instanceof SquallError) {
    io.err(`error ${error.code}: ${cleanLines(error.message)}\n`);
    if (error.hint !== undefined) io.err(`${indent(cleanLines(error.hint))}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`This is a bug in Squall, please report it with what follows:\n${stack}\n`);
  return EXIT_CODES.bug;
}

/** Messages quote files and programs. */
function cleanLines(text: string): string {
  return text
    .split('\n')
    .map((line) => cleanLine(line))
    .join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
