import { EXIT_CODES } from '../../../core/exit-code.ts';
import { SquallError, reasonOf } from '../../../core/errors.ts';
import type { WireError } from './messages.ts';

export function packError(thrown: unknown): WireError {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  if (!(thrown instanceof SquallError)) return { message: reasonOf(thrown), stack };
  const { code, hint, exitCode } = thrown;
  return { message: thrown.message, stack, squall: { code, hint, exitCode } };
}

export function unpackError({ message, stack, squall }: WireError): Error {
  if (squall === undefined) {
    const bug = new Error(message);
    if (stack !== undefined) bug.stack = stack;
    return bug;
  }
  const exitCode = Object.values(EXIT_CODES).find((code) => code === squall.exitCode) ?? EXIT_CODES.runError;
  const { code, hint } = squall;
  return new SquallError(code, message, { exitCode, ...(hint === undefined ? {} : { hint }) });
}
