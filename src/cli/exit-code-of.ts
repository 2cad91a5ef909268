import { EXIT_CODES, type ExitCode } from '../core/exit-code.ts';

/** The exit code that a result says; what is none of ours is a bug. */
export function exitCodeOf(code: number): ExitCode {
  return Object.values(EXIT_CODES).find((known) => known === code) ?? EXIT_CODES.bug;
}
