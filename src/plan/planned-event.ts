import type { Milliseconds } from '../core/clock.ts';
import type { ContainerRef } from '../core/container-ref.ts';
import type { SignalDocument } from '../scenario/document.gen.ts';
import type { Exchange } from './lift-exchange.ts';
import type { EdgeTarget } from './plan.ts';

interface CommonEvent {
  /** As a person named it; else `what`. */
  readonly name: string;
  /** What it does, in a few words, as `restart carts`. */
  readonly what: string;
  /** When it begins, from the run's start. */
  readonly at: Milliseconds;
}

/** A command; its strings may hold `${...}` references that only the run can fill. */
export interface PlannedRun extends CommonEvent {
  readonly kind: 'run';
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Relative to the scenario's folder. */
  readonly cwd: string;
  readonly within: Milliseconds;
}

/** A request to a service itself, past its edges. Its headers may hold `${...}` references that only the run can fill. */
export interface PlannedCall extends CommonEvent, Exchange {
  readonly kind: 'http';
  readonly to: EdgeTarget;
  /** The status that it has to be answered with; absent: any of 2xx. */
  readonly status?: number;
  readonly within: Milliseconds;
}

/** Whom a signal or a restart is for: one of the services, or a container that is none of them. */
export type EventTarget =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'container'; readonly container: ContainerRef };

export interface PlannedSignal extends CommonEvent {
  readonly kind: 'signal';
  readonly target: EventTarget;
  readonly signal: SignalDocument['name'];
}

export interface PlannedRestart extends CommonEvent {
  readonly kind: 'restart';
  readonly target: EventTarget;
}

/** What a step does to the services at a time of its own. */
export type PlannedEvent = PlannedRun | PlannedCall | PlannedSignal | PlannedRestart;
