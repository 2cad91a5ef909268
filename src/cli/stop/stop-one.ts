import { basename } from 'node:path';
import { systemClock, type Milliseconds } from '../../core/clock.ts';
import { codeOf, SquallError } from '../../core/errors.ts';
import { stopRun, type StopProgress } from '../../engine/stop/stop-run.ts';

/** What became of a run that was to stop. */
export type StopEnd = StoppedEnd | ForeignEnd | FailedEnd;

interface CommonEnd {
  readonly run: string;
  readonly folder: string;
}

/** `over`: it was before. */
export interface StoppedEnd extends CommonEnd {
  readonly kind: 'stopped' | 'over';
  readonly exitCode?: number;
  readonly took: Milliseconds;
}

/** Another user's, and not asked for by name. */
interface ForeignEnd extends CommonEnd {
  readonly kind: 'not-touched';
}

export interface FailedEnd extends CommonEnd {
  readonly kind: 'failed';
  readonly error: unknown;
}

export interface StopOneOptions {
  readonly signal: AbortSignal;
  /** Whether it was asked for by name. */
  readonly named: boolean;
  readonly tell: (progress: StopProgress) => void;
}

/** Stops the run in a folder; never rejects. */
export async function stopOne(folder: string, { signal, named, tell }: StopOneOptions): Promise<StopEnd> {
  try {
    return { ...(await stopRun(folder, { clock: systemClock, signal, tell })), folder };
  } catch (error) {
    const common = { run: basename(folder), folder };
    return !named && isOthers(error)
      ? { ...common, kind: 'not-touched' }
      : { ...common, kind: 'failed', error };
  }
}

/** Only its owner may look into a run's folder. */
function isOthers(error: unknown): boolean {
  if (!(error instanceof SquallError)) return false;
  const { cause } = error;
  const isClosed = codeOf(cause) === 'EACCES';
  return error.code === 'control-denied' || (error.code === 'journal-unreadable' && isClosed);
}
