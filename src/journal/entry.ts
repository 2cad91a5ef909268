import type { EpochMilliseconds } from '../core/clock.ts';
import type { StoppedContainer } from '../exec/continue-container.ts';
import type { NetworkInverse } from '../exec/network/inverse.ts';

/**
 * How one effect is taken back, from the journal alone. `end-process`: the group of the process, if it is known and still the
 * same process, and everything whose environment holds `marker`.
 */
export interface EndProcess {
  readonly kind: 'end-process';
  readonly service: string;
  readonly marker: Readonly<Record<string, string>>;
}

/** A named network namespace that the run has made. */
export interface RemoveNamespace {
  readonly kind: 'remove-namespace';
  readonly name: string;
}

/** A temporary folder of the run. */
export interface RemoveFolder {
  readonly kind: 'remove-folder';
  readonly path: string;
}

/** A container that an event of the scenario has stopped by a signal. */
export interface ContinueContainer extends StoppedContainer {
  readonly kind: 'continue-container';
}

/** Another kind of effect joins here. */
export type Inverse = EndProcess | RemoveNamespace | RemoveFolder | ContinueContainer | NetworkInverse;

/** A pid with the time it started, as `exec/process-identity.ts` names one process for ever. */
export interface JournalledProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** The first entry: whose journal this is. */
export interface RunStarted extends JournalledProcess {
  readonly kind: 'run.started';
  readonly run: string;
  /** The scenario's name. */
  readonly scenario: string;
  /** Of this program. */
  readonly version: string;
}

/** An effect will be tried next. */
export interface EffectIntended {
  readonly kind: 'effect.intended';
  /** Unique among the effects that are not undone. */
  readonly id: string;
  readonly inverse: Inverse;
}

/** The effect took place. */
export interface EffectDone {
  readonly kind: 'effect.done';
  readonly id: string;
  /** The process that it started. */
  readonly process?: JournalledProcess;
}

/** The effect is taken back, verified, or never took place. */
export interface EffectUndone {
  readonly kind: 'effect.undone';
  readonly id: string;
}

export interface RunEnded {
  readonly kind: 'run.ended';
  readonly exitCode: number;
}

/** The runner was gone and its reaper has undone what it could. */
export interface RunReaped {
  readonly kind: 'run.reaped';
  /** Effects that could not be undone. */
  readonly failed: readonly string[];
}

export type JournalEntry = RunStarted | EffectIntended | EffectDone | EffectUndone | RunEnded | RunReaped;

/** One line of the journal. */
export type JournalLine = JournalEntry & { readonly at: EpochMilliseconds };
