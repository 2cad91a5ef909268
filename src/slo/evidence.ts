import type { Milliseconds } from '../core/clock.ts';
import type { VerdictName } from '../core/events.ts';
import type { WindowData } from '../metrics/window-data.ts';
import { BASELINE_STEP, type Expectation, type Metric, type Term } from './grammar.ts';

/** Why nothing can be said of a figure. */
export interface Absence {
  readonly verdict: 'error' | 'inconclusive';
  readonly why: string;
}

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
  /** Of a step that has been judged. */
  stepVerdict(step: string): VerdictName | undefined;
}

/** The metric that a term stands for on the right of `left`, with the step to look in; undefined for plain values. */
export function referenceOf(
  term: Term,
  left: Metric,
): { readonly metric: Metric; readonly step: string | undefined } | undefined {
  if (term.kind === 'baseline') return { metric: left, step: BASELINE_STEP };
  if (term.kind === 'measured') return { metric: term.metric, step: term.step };
  return undefined;
}

/** The other steps that an expectation refers to, each once. */
export function stepsReferredTo({ left, bound }: Expectation): string[] {
  const steps = bound.map((term) => referenceOf(term, left)?.step).filter((step) => step !== undefined);
  return [...new Set(steps)];
}
