import { reasonOf, SquallError } from './errors.ts';
import { EXIT_CODES } from './exit-code.ts';
import { isRecord } from './is-record.ts';

/** An error's class and own properties do not survive the way to another thread or process, so a SquallError is taken apart. */
export interface WireError {
  readonly message: string;
  readonly stack: string | undefined;
  /** Absent for a bug. */
  readonly squall?: { readonly code: string; readonly hint: string | undefined; readonly exitCode: number };
}

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

/** Reads what has come as JSON, where keys without a value are left out; undefined when it is no error. */
export function parseWireError(value: unknown): WireError | undefined {
  if (!isRecord(value)) return undefined;
  const { message, stack, squall } = value;
  if (typeof message !== 'string') return undefined;
  const plain = { message, stack: typeof stack === 'string' ? stack : undefined };
  if (!isRecord(squall)) return plain;
  const { code, hint, exitCode } = squall;
  if (typeof code !== 'string' || typeof exitCode !== 'number') return undefined;
  return { ...plain, squall: { code, hint: typeof hint === 'string' ? hint : undefined, exitCode } };
}
