import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { RunContext } from '../context.ts';
import type { Stage } from '../set-up.ts';

/** Where events happen. */
export interface EventScene {
  readonly context: RunContext;
  readonly stage: Pick<Stage, 'addresses' | 'links' | 'started' | 'containers' | 'disturbances'>;
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
}

/** What came of an event. */
export interface Performed {
  readonly ok: boolean;
  /** As `exited with code 0`, or why it failed. */
  readonly detail: string;
}

/** Whether something of an event could not be ended, which no interruption excuses. */
export function isLeftBehind(error: unknown): boolean {
  return error instanceof SquallError && error.exitCode === EXIT_CODES.undoFailed;
}
