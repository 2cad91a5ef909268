import type { EpochMilliseconds } from '../../core/clock.ts';
import type { VerdictName } from '../../core/events.ts';
import type { Cell } from '../../core/result.gen.ts';

/** The verdict, or what has become of a run without one. `ended` is one that left no result, as an impairment by hand. */
export type RunStatus = VerdictName | 'running' | 'crashed' | 'ended' | 'unreadable';

/** What can be asked for. */
export const STATUSES = ['pass', 'fail', 'inconclusive', 'error', 'running', 'crashed', 'ended'] as const;

/** Why a run folder has to stay. */
export type Hold = 'in-progress' | 'needs-cleanup' | 'unreadable';

/** A run, as its folder tells of it. */
export interface RunRecord {
  /** The name of the folder. */
  readonly id: string;
  readonly folder: string;
  readonly scenario: string;
  /** Of the scenario's matrix. */
  readonly cell?: Cell;
  readonly status: RunStatus;
  readonly hold?: Hold;
  readonly started: EpochMilliseconds;
  /** Absent where it has left no result. */
  readonly seconds?: number;
  readonly tags: readonly string[];
  /** Steps of the scenario that it is not of: what it says, it does not say of them. */
  readonly leftOut: readonly string[];
}
