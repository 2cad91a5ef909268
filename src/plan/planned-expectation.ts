import type { Milliseconds } from '../core/clock.ts';
import type { PageMark } from '../core/page-mark.ts';
import type { Confidence } from '../slo/confidence.ts';
import type { Comparison, Expectation } from '../slo/grammar.ts';

export interface PlannedCheck {
  readonly kind: 'check';
  readonly name: string;
  readonly that: string;
  readonly gate: 'expect' | 'warn';
  readonly because?: string;
  readonly confidence: Confidence;
  readonly expectation: Expectation;
  /** Where the judged window begins; later than the step's window with `recovery(x) <= T`. */
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

export interface PlannedCommand {
  readonly kind: 'command';
  readonly name: string;
  readonly that: string;
  readonly gate: 'expect' | 'warn';
  readonly because?: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Relative to the scenario's folder. */
  readonly cwd: string;
  readonly within: Milliseconds;
}

/** A query of PromQL, to be asked when its window is over. */
export interface PlannedQuery {
  readonly kind: 'query';
  readonly name: string;
  readonly that: string;
  readonly gate: 'expect' | 'warn';
  readonly because?: string;
  /** `$window`, `$start` and `$end` are not filled in yet. */
  readonly promql: string;
  readonly comparison: Comparison;
  readonly bound: number;
  readonly boundText: string;
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** What a visit is to see, or never to see; times count from the navigation. */
export interface PlannedSighting {
  readonly kind: 'sighting';
  readonly name: string;
  readonly that: string;
  readonly gate: 'expect' | 'warn';
  readonly because?: string;
  readonly rule:
    | { readonly kind: 'see'; readonly mark: PageMark; readonly within?: Milliseconds }
    | { readonly kind: 'never'; readonly mark: PageMark; readonly until?: PageMark };
}

export type PlannedExpectation = PlannedCheck | PlannedCommand | PlannedQuery | PlannedSighting;
