import type { Milliseconds } from '../../../core/clock.ts';
import type { VerdictName } from '../../../core/events.ts';
import type { ResultWindow, StepResult } from '../../../core/result.gen.ts';

/** What an expectation demands of one subject's latency, for its dashed line. */
export interface LatencyBound {
  readonly that: string;
  readonly bound: Milliseconds;
  readonly window: ResultWindow;
  readonly verdict: VerdictName;
}

/** The left side of an expectation on a latency, as `p95(shoppers)` or `p(99.9)(shoppers){name=cart}`. */
const LATENCY_OF = /^\s*(?:p\d+|p\(\s*[\d.]+\s*\)|mean|max)\s*\(\s*([^(){}]+?)\s*[{)]/;

/** The bounds that the steps' expectations put on the latency of `subject`. */
export function latencyBounds(steps: readonly StepResult[], subject: string): readonly LatencyBound[] {
  return steps
    .flatMap(({ expectations }) => expectations)
    .flatMap(({ kind, that, bound, window, verdict }) =>
      kind === 'check' && bound !== undefined && LATENCY_OF.exec(that)?.[1] === subject
        ? [{ that, bound, window, verdict }]
        : [],
    );
}
