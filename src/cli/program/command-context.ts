import type { ExitCode } from '../../core/exit-code.ts';
import type { Io } from '../io.ts';

/** What every command has beside its arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Aborts when a person, or what started us, wants an end. */
  readonly signal: AbortSignal;
  /** Takes the exit code. */
  readonly finish: (code: ExitCode) => void;
}
