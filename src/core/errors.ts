import { EXIT_CODES, type ExitCode } from './exit-code.ts';

/** Every code that an error or a diagnostic can carry is documented in docs/errors.md. */
export interface SquallErrorOptions {
  readonly cause?: unknown;
  /** What the person can do next, imperative. */
  readonly hint?: string;
  readonly exitCode?: ExitCode;
}

/** A failure with a code that people can look up. Anything else that is thrown is a bug (exit 70). */
export class SquallError extends Error {
  override readonly name: string = 'SquallError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, options: SquallErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT_CODES.runError;
  }
}

/** The text of anything that was thrown, for a message. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The code of anything that was thrown, which of what the system refused is as `ENOENT`; undefined where it has none. */
export function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
