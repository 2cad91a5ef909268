import type { Milliseconds } from '../core/clock.ts';
import type { VerdictName } from '../core/events.ts';
import type { WindowData } from '../metrics/window-data.ts';
import {
  BASELINE_STEP,
  type BaselineTerm,
  type Expectation,
  type Metric,
  type MetricTerm,
} from './grammar.ts';

/** Why nothing can be said of a figure. */
export interface Absence {
  readonly verdict: 'error' | 'inconclusive';
  readonly why: string;
}

/** What an earlier run measured in the same step, or why that is no measure for this one. */
export type EarlierWindow =
  | { readonly kind: 'measured'; readonly run: string; readonly window: WindowData }
  | { readonly kind: 'unusable'; readonly why: string };

/** What the run knows, as seen from one expectation of one step. */
export interface Evidence {
  /**
   * What was measured of a metric's subject and tags in the window of a step, or, without a step, in the window
   * that is judged. Undefined when nobody measures that.
   */
  window(metric: Metric, step?: string): WindowData | undefined;
  /** Why there is no such figure of a metric of the load's own; asked first, where it is there at all. */
  absent?(metric: Metric): Absence | undefined;
  /** The round trip that this step requests of the subject's edge; 0 on a clear one, undefined without an edge. */
  requestedRtt(subject: string): Milliseconds | undefined;
  /** The metric in the same step of an earlier run; absent where none can be named. */
  previous?(metric: Metric): EarlierWindow;
  /** Of a step that has been judged. */
  stepVerdict(step: string): VerdictName | undefined;
}

/** The metric that a term stands for on the right of `left`, with the step of this run to look in. */
export function referenceOf(
  term: BaselineTerm | MetricTerm,
  left: Metric,
): { readonly metric: Metric; readonly step: string | undefined } {
  if (term.kind === 'baseline') return { metric: left, step: BASELINE_STEP };
  return { metric: term.metric, step: term.step };
}

/** Whether a bound is a figure of an earlier run. */
export function refersToPrevious({ bound }: Pick<Expectation, 'bound'>): boolean {
  return bound.some(({ kind }) => kind === 'previous');
}

/** The left side in an earlier run, where the bound refers to it; undefined where it does not. */
export function previousOf({ left, bound }: Expectation, evidence: Evidence): EarlierWindow | undefined {
  if (!refersToPrevious({ bound })) return undefined;
  return evidence.previous?.(left) ?? { kind: 'unusable', why: 'there is no earlier run to compare with' };
}

/** The other steps of this run that an expectation refers to, each once. */
export function stepsReferredTo({ left, bound }: Expectation): string[] {
  const steps = bound
    .filter((term) => term.kind === 'baseline' || term.kind === 'measured')
    .map((term) => referenceOf(term, left).step)
    .filter((step) => step !== undefined);
  return [...new Set(steps)];
}
