import type { WindowData } from '../metrics/window-data.ts';
import { outcomeThatMoves, populationUnder, type Assumption } from './assumption.ts';
import type { Confidence } from './confidence.ts';
import { estimate, type Estimate, type PopulationFunction } from './estimate.ts';
import { referenceOf, type Evidence } from './evidence.ts';
import type { BaselineTerm, Comparison, Expectation, Metric, MetricTerm, Term } from './grammar.ts';
import type { Interval } from './intervals.ts';
import { judge, type Inequality, type Judgement } from './judge.ts';
import { multipleOf } from './multiple.ts';
import { printMetric } from './print.ts';

/** A figure with the window that holds its samples. */
export interface Measured {
  readonly fn: PopulationFunction;
  readonly window: WindowData;
  /** As `p95(home)@baseline`. */
  readonly label: string;
}

/** A term with all that it needs; `value` for what is known without measuring. */
export type ResolvedTerm =
  | { readonly kind: 'known'; readonly sign: 1 | -1; readonly value: number }
  | { readonly kind: 'measured'; readonly sign: 1 | -1; readonly factor: number; readonly source: Measured };

/** Both sides of a comparison with their evidence: all that judging needs. */
export interface Resolved {
  readonly left: Measured;
  readonly terms: readonly ResolvedTerm[];
}

export function windowsOf({ left, terms }: Resolved): WindowData[] {
  return [left.window, ...terms.filter((term) => term.kind === 'measured').map((term) => term.source.window)];
}

/** Finds the evidence of an expectation; says what is missing where the run has none. */
export function resolve(
  expectation: Expectation,
  evidence: Evidence,
): Resolved | { readonly missing: string } {
  const left = measuredOf(expectation.left, undefined, evidence);
  if ('missing' in left) return left;
  const terms: ResolvedTerm[] = [];
  for (const term of expectation.bound) {
    const resolved = resolveTerm(term, expectation.left, evidence);
    if ('missing' in resolved) return resolved;
    terms.push(resolved);
  }
  return { left, terms };
}

function resolveTerm(
  term: Term,
  left: Metric,
  evidence: Evidence,
): ResolvedTerm | { readonly missing: string } {
  const { sign } = term;
  if (term.kind === 'quantity') return { kind: 'known', sign, value: term.value };
  if (term.kind === 'rtt') {
    const rtt = evidence.requestedRtt(left.subject);
    if (rtt === undefined) return { missing: `\`${left.subject}\` has no edge whose \`rtt\` could be meant` };
    return { kind: 'known', sign, value: term.factor * rtt };
  }
  const source = term.kind === 'previous' ? earlierOf(left, evidence) : referredTo(term, left, evidence);
  return 'missing' in source ? source : { kind: 'measured', sign, factor: multipleOf(term), source };
}

function referredTo(
  term: BaselineTerm | MetricTerm,
  left: Metric,
  evidence: Evidence,
): Measured | { readonly missing: string } {
  const { metric, step } = referenceOf(term, left);
  return measuredOf(metric, step, evidence);
}

function earlierOf(metric: Metric, evidence: Evidence): Measured | { readonly missing: string } {
  const { fn } = metric;
  const earlier = evidence.previous?.(metric);
  if (earlier?.kind !== 'measured' || fn.kind === 'recovery')
    return { missing: `nothing measures \`previous\`` };
  return { fn, window: earlier.window, label: `${printMetric(metric)} in ${earlier.run}` };
}

function measuredOf(
  metric: Metric,
  step: string | undefined,
  evidence: Evidence,
): Measured | { readonly missing: string } {
  const { fn } = metric;
  const label = `${printMetric(metric)}${step === undefined ? '' : `@${step}`}`;
  const window = evidence.window(metric, step);
  if (window === undefined || fn.kind === 'recovery') return { missing: `nothing measures \`${label}\`` };
  return { fn, window, label };
}

/** What to judge, how surely, and what to take for true of missing samples. */
export interface Terms {
  readonly comparison: Inequality;
  readonly confidence: Confidence;
  readonly assumption: Assumption;
}

/** Both sides under an assumption. */
export interface Sides {
  readonly left: Estimate;
  readonly bound: Bound;
}

export interface Bound {
  readonly value: number;
  readonly range: Interval;
}

export function estimateSides({ left, terms }: Resolved, under: Terms): Sides {
  const down = under.comparison === '<' || under.comparison === '<=';
  const estimateOf = ({ fn, window }: Measured, direction: 'down' | 'up', effect?: number): Estimate => {
    const wish = outcomeThatMoves(fn, direction);
    return estimate(fn, populationUnder(under.assumption, window, wish), {
      seconds: window.seconds,
      confidence: under.confidence,
      blocks: window.blocks,
      ...(effect !== undefined && { effect }),
    });
  };
  const seen = estimateOf(left, down ? 'down' : 'up');
  const parts = terms.map((term): Bound => {
    if (term.kind === 'known')
      return signed(term.sign, 1, { value: term.value, range: { low: term.value, high: term.value } });
    // What is subtracted from a bound that is wished high is itself wished low.
    return signed(
      term.sign,
      term.factor,
      // An earlier run ran under the same conditions, so its requests go together as these do.
      estimateOf(term.source, down === (term.sign === 1) ? 'up' : 'down', seen.effect),
    );
  });
  return { left: seen, bound: sumOf(parts) };
}

export function judgeSides({ left, bound }: Sides, comparison: Inequality): Judgement {
  return judge(left.range, comparison, bound.range);
}

/** Judges any comparison; equality, on which an interval never closes, by the values alone, from both sides. */
export function judgeComparison(
  resolved: Resolved,
  under: {
    readonly comparison: Comparison;
    readonly confidence: Confidence;
    readonly assumption: Assumption;
  },
): Judgement {
  const { comparison } = under;
  if (comparison !== '==') return judgeInequality(resolved, { ...under, comparison });
  const sides = (['<=', '>='] as const).map((inequality) =>
    judgeInequality(resolved, { ...under, comparison: inequality, confidence: 'none' }),
  );
  return (['fail', 'open'] as const).find((judgement) => sides.includes(judgement)) ?? 'pass';
}

function judgeInequality(resolved: Resolved, under: Terms): Judgement {
  return judgeSides(estimateSides(resolved, under), under.comparison);
}

function signed(sign: 1 | -1, factor: number, { value, range }: Bound): Bound {
  const times = sign * factor;
  const ends = [times * range.low, times * range.high] as const;
  return {
    value: times * value,
    range: sign === 1 ? { low: ends[0], high: ends[1] } : { low: ends[1], high: ends[0] },
  };
}

function sumOf(parts: readonly Bound[]): Bound {
  return parts.reduce((sum, part) => ({
    value: sum.value + part.value,
    range: { low: sum.range.low + part.range.low, high: sum.range.high + part.range.high },
  }));
}
