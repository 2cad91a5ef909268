import type { SourceRange } from '../core/diagnostic.ts';

/*
 * The language of expectations:
 *
 *   expectation = metric comparison bound
 *   metric      = function "(" subject [ "." own ] [ tags ] ")"
 *               | subject "." own [ tags ]
 *   function    = "p50" | "p90" | "p95" | "p99" | "p(" number ")" | "max" | "mean"
 *               | "success" | "errors" | "rps" | "recovery"
 *   tags        = "{" tag { "," tag } "}"
 *   tag         = name "=" ( word | string )
 *   comparison  = "<" | "<=" | ">" | ">=" | "=="
 *   bound       = term { ( "+" | "-" ) term }
 *   term        = number unit
 *               | [ number "x" ] reference [ ( "+" | "-" ) number "%" ]
 *               | [ number [ "x" ] ] "rtt"
 *   reference   = "baseline" | "previous" | metric [ "@" step ]
 *   unit        = "us" | "ms" | "s" | "m" | "h" | "%" | "/s" | "/m" | nothing, of a metric that holds plain numbers
 *
 * `own` is a metric that the subject itself emits, as k6's `http_req_waiting` or `checks`. Without a function it is one
 * figure, which the unit of its bound names: a share in percent, a sum per second, or a plain number.
 *
 * `baseline` is the left side in the step named `baseline`, `previous` the left side in this same step of an earlier run; `rtt` is the round trip requested of the subject's
 * edge in this step; a metric without `@` is of this same step. A percentage right after a reference is of it, unless the
 * figure is a share itself: then it is percentage points, a quantity like any other. A sign stands apart from the words around it,
 * because names may hold a `-`.
 */

/** `number`: what a script counts in, which only its author knows. */
export type UnitKind = 'duration' | 'ratio' | 'frequency' | 'number';

export type MetricFunction =
  /** `percent` is between 0 and 100, both excluded. */
  | { readonly kind: 'percentile'; readonly percent: number }
  | { readonly kind: 'max' }
  | { readonly kind: 'mean' }
  /** Share of all exchanges that succeeded. */
  | { readonly kind: 'success' }
  /** Share of all exchanges that failed. */
  | { readonly kind: 'errors' }
  /** Answered exchanges per second of the window in which they were due. */
  | { readonly kind: 'rps' }
  /** From the end of the transition until the other expectations on the subject hold and keep holding. */
  | { readonly kind: 'recovery' }
  /** Of a metric of the load's own: the share of its values that are not 0. */
  | { readonly kind: 'share' }
  /** Of a metric of the load's own: the sum of its values, per second of the window. */
  | { readonly kind: 'rate' }
  /** Of a metric of the load's own: the sum of a counter, the last value of a gauge. */
  | { readonly kind: 'amount' };

export interface Tag extends SourceRange {
  readonly key: string;
  readonly value: string;
}

/** A figure of a subject: `p95(shoppers{name=cart})`, `checkout.checks`. */
export interface Metric extends SourceRange {
  readonly kind: 'metric';
  readonly fn: MetricFunction;
  /** A load or an edge. */
  readonly subject: string;
  /** A metric that the subject itself emits; absent: its requests. */
  readonly own?: string;
  readonly tags: readonly Tag[];
  /** What its figures are counted in. */
  readonly unit: UnitKind;
}

interface SignedTerm extends SourceRange {
  readonly sign: 1 | -1;
}

/** `50ms`; the value in milliseconds, as a share, or per second. */
export interface QuantityTerm extends SignedTerm {
  readonly kind: 'quantity';
  readonly unit: UnitKind;
  readonly value: number;
  /** As written, without spaces. */
  readonly text: string;
}

/** By how much a reference is raised or lowered: `+ 5%`. */
export interface PercentageChange {
  readonly sign: 1 | -1;
  /** Between 0 and 1. */
  readonly share: number;
  /** As written, without spaces. */
  readonly text: string;
}

interface ReferenceTerm extends SignedTerm {
  readonly factor: number;
  readonly change?: PercentageChange;
}

export interface BaselineTerm extends ReferenceTerm {
  readonly kind: 'baseline';
}

/** Of an earlier run: `previous`. */
export interface PreviousTerm extends ReferenceTerm {
  readonly kind: 'previous';
}

export interface RttTerm extends SignedTerm {
  readonly kind: 'rtt';
  readonly factor: number;
}

export interface MetricTerm extends ReferenceTerm {
  readonly kind: 'measured';
  readonly metric: Metric;
  /** Absent: this same step. */
  readonly step?: string;
}

export type Term = QuantityTerm | BaselineTerm | PreviousTerm | RttTerm | MetricTerm;

export type Comparison = '<' | '<=' | '>' | '>=' | '==';

export const COMPARISONS: readonly Comparison[] = ['<', '<=', '>', '>=', '=='];

/** One SLO check, parsed; offsets count from the beginning of its text. */
export interface Expectation extends SourceRange {
  readonly kind: 'expectation';
  readonly left: Metric;
  readonly comparison: Comparison;
  /** Added up; at least one. */
  readonly bound: readonly Term[];
}

/** What is wrong with the text of an expectation, and where in it. */
export interface ExpectationError extends SourceRange {
  readonly message: string;
  readonly hint: string;
}

/** The step that `baseline` names. */
export const BASELINE_STEP = 'baseline';

/** Subjects, steps and tags are named like this. */
export const NAME: RegExp = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Metrics of a load's own are named like this, as k6 demands it. */
export const OWN_METRIC: RegExp = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

const UNITS: Readonly<Record<MetricFunction['kind'], UnitKind>> = {
  percentile: 'duration',
  max: 'duration',
  mean: 'duration',
  recovery: 'duration',
  success: 'ratio',
  errors: 'ratio',
  rps: 'frequency',
  share: 'ratio',
  rate: 'frequency',
  amount: 'number',
};

/** What a function's figures of requests are counted in. */
export function unitOf(fn: MetricFunction): UnitKind {
  return UNITS[fn.kind];
}
