import { builtInMetric } from '../core/load-metric.ts';
import { isBare, printFunction } from './function-names.ts';
import type { Metric, MetricFunction, Term, UnitKind } from './grammar.ts';
import { printMetric } from './print.ts';
import { Mistake } from './token-cursor.ts';

/** The functions that a metric of a load's own has a figure for; without one it is a figure itself. */
const OF_VALUES: readonly MetricFunction['kind'][] = ['percentile', 'max', 'mean', 'share', 'rate', 'amount'];

/** A figure of a metric of a load's own, as far as it is known before its bound is: the unit may still change. */
export function ownMetric(metric: Omit<Metric, 'unit'> & { readonly own: string }): Metric {
  const { fn, own } = metric;
  if (!OF_VALUES.includes(fn.kind)) {
    const name = printFunction(fn);
    throw new Mistake(
      `\`${name}\` is a figure of requests, not of \`${own}\``,
      `write \`${name}(${metric.subject})\`, or a figure of the metric, as \`p95(${metric.subject}.${own})\` or \`${metric.subject}.${own} >= 99%\``,
      metric,
    );
  }
  const known = builtInMetric(own);
  if (isBare(fn) && known?.type === 'trend') throw manyValues(metric);
  return { ...metric, unit: known?.contains === 'time' ? 'duration' : 'number' };
}

/** The unit that a bare number on the right of `left` is read in: undefined where its author alone knows. */
export function unitBefore(left: Metric): UnitKind | undefined {
  if (left.own === undefined) return left.unit;
  const known = builtInMetric(left.own);
  if (known === undefined || isBare(left.fn)) return undefined;
  return left.unit;
}

/** The left side and the bound of an expectation, where metrics of a load's own are counted in what the bound says. */
export function settleUnits(
  left: Metric,
  bound: readonly Term[],
): { readonly left: Metric; readonly bound: readonly Term[] } {
  if (left.own === undefined) return { left, bound: bound.map((term) => settleTerm(term, left.unit)) };
  const unit = unitOfBound(bound) ?? usualUnit(left);
  return { left: countedIn(left, unit), bound: bound.map((term) => settleTerm(term, unit)) };
}

function settleTerm(term: Term, unit: UnitKind): Term {
  if (term.kind !== 'measured' || term.metric.own === undefined) return term;
  return { ...term, metric: countedIn(term.metric, unit) };
}

function unitOfBound(bound: readonly Term[]): UnitKind | undefined {
  for (const term of bound) {
    if (term.kind === 'quantity') return term.unit;
    if (term.kind === 'rtt') return 'duration';
    if (term.kind === 'measured' && term.metric.own === undefined) return term.metric.unit;
  }
  return undefined;
}

/** Where the bound only refers to other figures. */
function usualUnit(left: Metric): UnitKind {
  if (!isBare(left.fn)) return left.unit;
  switch (builtInMetric(left.own ?? '')?.type) {
    case 'rate':
      return 'ratio';
    case 'counter':
      return 'frequency';
    case 'gauge':
    case 'trend':
      return 'number';
    case undefined:
  }
  const figure = printMetric(left);
  throw new Mistake(
    `nothing says what \`${figure}\` is counted in`,
    'add a term with its unit: `+ 0%` for a share, `+ 0/s` for a sum per second, `+ 0` for a plain number',
    left,
  );
}

/** A unit that cannot be is left as it was, and told by the check of units. */
function countedIn(metric: Metric, unit: UnitKind): Metric {
  if (!isBare(metric.fn)) {
    const isKnown = builtInMetric(metric.own ?? '') !== undefined;
    return isKnown || (unit !== 'duration' && unit !== 'number') ? metric : { ...metric, unit };
  }
  switch (unit) {
    case 'ratio':
      return { ...metric, fn: { kind: 'share' }, unit };
    case 'frequency':
      return { ...metric, fn: { kind: 'rate' }, unit };
    case 'number':
      return { ...metric, fn: { kind: 'amount' }, unit };
    case 'duration':
  }
  throw manyValues(metric);
}

function manyValues(metric: Pick<Metric, 'subject' | 'own' | 'start' | 'end'>): Mistake {
  const figure = `${metric.subject}.${metric.own}`;
  return new Mistake(
    `\`${figure}\` holds many durations, and a bound needs one figure`,
    `write \`p95(${figure})\`, or \`mean\`, or \`max\``,
    metric,
  );
}
