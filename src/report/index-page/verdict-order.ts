import type { VerdictName } from '../../core/events.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';

/** The verdict that an exit code stands for; what is no verdict on the subject is an error. */
export function verdictOf(exitCode: ExitCode): VerdictName {
  if (exitCode === EXIT_CODES.pass) return 'pass';
  if (exitCode === EXIT_CODES.fail) return 'fail';
  return exitCode === EXIT_CODES.inconclusive ? 'inconclusive' : 'error';
}
