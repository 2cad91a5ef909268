import type { BrowserEngine } from '../browser/browser.ts';
import type { CleanupStack } from '../core/cleanup-stack.ts';
import type { Clock } from '../core/clock.ts';
import type { EventListener } from '../core/events.ts';
import type { Masker } from '../core/mask.ts';
import type { ContainerEngine } from '../drivers/docker/container-engine.ts';
import type { Driver } from '../drivers/driver.ts';
import type { EffectLog } from '../drivers/tc/effects.ts';
import type { LinkProbe } from '../drivers/tc/link.ts';
import type { DriverName } from '../impairment/capability.ts';
import type { Journal } from '../journal/journal.ts';
import type { LoadGenerator } from '../load/load.ts';
import type { Plan } from '../plan/plan.ts';
import type { Collector } from './collector.ts';
import type { CommandLog } from './command-log.ts';
import type { ShardPlace } from '../core/result.gen.ts';
import type { Earlier } from './earlier/earlier-run.ts';
import type { Emitter } from './emitter.ts';
import type { RunFolder } from './run-folder.ts';

/** What a run has for the drivers that want it. */
export interface DriverResources {
  /** The run's id. */
  readonly run: string;
  /** The run's folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** The run's journal. */
  readonly effects: EffectLog;
  /** Measures a link of the kernel between its two ends, where the run has something at both. */
  readonly probe: LinkProbe;
  /** Is told each command that has shaped a link. */
  readonly onCommand: (command: string) => void;
}

export type CreateDriver = (resources: DriverResources) => Driver;

/** What a run measures, for who shows it elsewhere while the run goes on. */
export interface Measuring {
  readonly collector: Collector;
  /** Brings what links have seen up to now; nothing once they are being taken off. Never rejects. */
  refresh(): Promise<void>;
}

/** A file that a scenario is made of. */
export interface SourceText {
  /** Relative to the folder of the scenario's own file. */
  readonly path: string;
  readonly sha256: string;
  readonly text: string;
}

/** What a run is asked to do, and with what. */
export interface RunRequest {
  readonly plan: Plan;
  /** As given on the command line, and the hash of all that was read. */
  readonly file: string;
  readonly sha256: string;
  /** The scenario as it was read, kept in the run folder so that it can be run again. */
  readonly text?: string;
  /** Where the scenario is made of several files: all of them, its own first. */
  readonly sources?: readonly SourceText[];
  /** The scenario's folder: what paths are relative to. */
  readonly base: string;
  /** Where run folders go. */
  readonly out: string;
  readonly clock: Clock;
  /** Aborts with a SquallError whose exit code the run ends with. */
  readonly signal: AbortSignal;
  /** By the name that the plan gives an edge; only those that it needs are created. */
  readonly drivers: Readonly<Partial<Record<DriverName, CreateDriver>>>;
  /** Called when the plan has a container. */
  readonly connectContainers?: () => ContainerEngine;
  /** Where the browser comes from, when the plan visits a page. */
  readonly browsers?: BrowserEngine;
  readonly generator: LoadGenerator;
  readonly listeners: readonly EventListener[];
  /** Called once, before anything is measured; not at all where the run does not come so far. */
  readonly onMeasuring?: (measuring: Measuring) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What expectations against `previous` are judged by; absent where nothing was named. */
  readonly earlier?: Earlier;
  /** Which part of a call this run is of, where several machines share it. */
  readonly shard?: ShardPlace;
}

/** One run under way. */
export interface RunContext {
  readonly request: RunRequest;
  readonly plan: Plan;
  readonly clock: Clock;
  /** Aborts for the request's signal, and for what ends a run from inside. */
  readonly signal: AbortSignal;
  /** Ends the run from inside. */
  readonly abort: (reason: Error) => void;
  readonly folder: RunFolder;
  readonly emitter: Emitter;
  readonly journal: Journal;
  readonly cleanup: CleanupStack;
  readonly commands: CommandLog;
  readonly mask: Masker;
  readonly hasSecrets: boolean;
  /** What a reader of the result should know. */
  readonly notices: string[];
}

/** Tells something now, and in the result. */
export function notify({ emitter, notices }: Pick<RunContext, 'emitter' | 'notices'>, message: string): void {
  notices.push(message);
  emitter.emit({ kind: 'notice', message });
}
