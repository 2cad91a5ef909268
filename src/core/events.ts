import type { Milliseconds } from './clock.ts';

export type VerdictName = 'pass' | 'fail' | 'inconclusive' | 'error';

/** What a load or an edge did in the last second or so: for the live console, not for verdicts. */
export interface LiveFigures {
  readonly subject: string;
  /** Answers and failures per second. */
  readonly rps: number;
  /** Between 0 and 1; absent when nothing ended. */
  readonly success?: number;
  /** Milliseconds; absent when nothing was answered. */
  readonly p95?: Milliseconds;
  readonly open: number;
}

/** What the engine tells while it runs. Reporters see these and the result, and nothing else. */
export type RunEvent =
  | {
      readonly kind: 'run.started';
      readonly run: string;
      readonly folder: string;
      readonly scenario: string;
      /** Planned length of all steps. */
      readonly duration: Milliseconds;
      readonly steps: readonly {
        readonly name: string;
        readonly label: string;
        readonly duration: Milliseconds;
      }[];
    }
  | {
      readonly kind: 'link.installed';
      readonly edge: string;
      /** Where its clients come in; of a link of the kernel, the interfaces of each way. */
      readonly addresses: readonly string[];
      readonly driver: string;
    }
  | { readonly kind: 'service.started'; readonly service: string; readonly pid: number }
  | { readonly kind: 'service.ready'; readonly service: string; readonly after: Milliseconds }
  | { readonly kind: 'service.died'; readonly service: string; readonly how: string }
  | { readonly kind: 'step.started'; readonly step: string; readonly index: number; readonly label: string }
  | {
      readonly kind: 'link.changed';
      readonly step: string;
      readonly edge: string;
      readonly label: string;
      readonly took: Milliseconds;
    }
  /** A link that varies was changed inside its window. */
  | {
      readonly kind: 'link.varied';
      readonly step: string;
      readonly edge: string;
      /** Which state of the plan's schedule, from 0. */
      readonly state: number;
      /** From when it was planned until it was in force. */
      readonly late: Milliseconds;
    }
  /** A search begins to try a value. */
  | {
      readonly kind: 'trial.started';
      readonly step: string;
      readonly edge: string;
      /** In the order of the trials, from 1. */
      readonly trial: number;
      /** As `last-mile.rtt`. */
      readonly vary: string;
      readonly amount: number;
    }
  | {
      readonly kind: 'trial.ended';
      readonly step: string;
      readonly edge: string;
      readonly trial: number;
      /** As `last-mile.rtt 500ms`. */
      readonly value: string;
      readonly outcome: 'holds' | 'fails' | 'undecided';
      readonly n: number;
      readonly took: Milliseconds;
      readonly why: string;
    }
  | {
      readonly kind: 'proof.made';
      readonly step: string;
      readonly edge: string;
      readonly outcome: string;
      /** Complete sentences, as "RTT requested 300ms, predicted 300.4ms, observed 301.2ms (n=24)". */
      readonly lines: readonly string[];
    }
  /** Something that the step does to a service. */
  | {
      readonly kind: 'event.began';
      readonly step: string;
      /** Its name. */
      readonly event: string;
      /** From when it was planned. */
      readonly late: Milliseconds;
    }
  | {
      readonly kind: 'event.ended';
      readonly step: string;
      readonly event: string;
      readonly outcome: 'done' | 'failed' | 'interrupted';
      readonly took: Milliseconds;
      /** What came of it, or why it failed. */
      readonly detail: string;
    }
  | { readonly kind: 'window.opened'; readonly step: string }
  /** Every second while a step runs. */
  | {
      readonly kind: 'figures.updated';
      readonly step: string;
      readonly left: Milliseconds;
      readonly figures: readonly LiveFigures[];
    }
  | { readonly kind: 'step.ended'; readonly step: string }
  | {
      readonly kind: 'expectation.judged';
      readonly step: string;
      readonly name: string;
      readonly gate: 'expect' | 'warn';
      readonly verdict: VerdictName;
      readonly reason: string;
    }
  | {
      readonly kind: 'step.judged';
      readonly step: string;
      readonly verdict: VerdictName;
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'notice'; readonly message: string }
  | { readonly kind: 'undo.started'; readonly because: string }
  | { readonly kind: 'undo.failed'; readonly what: string; readonly reason: string }
  | { readonly kind: 'run.ended'; readonly verdict: VerdictName; readonly exitCode: number };

/** An event with its times: what events.jsonl holds and reporters get. */
export interface StampedEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Milliseconds from the start of the first step; absent before it. */
  readonly t?: Milliseconds;
  readonly event: RunEvent;
}

export type EventListener = (stamped: StampedEvent) => void;
