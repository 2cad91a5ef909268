import { isBare, printFunction } from './function-names.ts';
import {
  NAME,
  type BaselineTerm,
  type Expectation,
  type Metric,
  type MetricTerm,
  type PercentageChange,
  type PreviousTerm,
  type Tag,
  type Term,
} from './grammar.ts';

/** The canonical text of an expectation: reading it gives the same expectation again. */
export function printExpectation(expectation: Expectation): string {
  return `${printMetric(expectation.left)} ${expectation.comparison} ${printBound(expectation.bound)}`;
}

export function printMetric(metric: Metric): string {
  const tags = metric.tags.length === 0 ? '' : `{${metric.tags.map((tag) => printTag(tag)).join(', ')}}`;
  const { fn, subject, own } = metric;
  if (own === undefined) return `${printFunction(fn)}(${subject}${tags})`;
  const figure = `${subject}.${own}${tags}`;
  return isBare(fn) ? figure : `${printFunction(fn)}(${figure})`;
}

export function printBound(bound: readonly Term[]): string {
  return bound
    .map((term, index) => `${index === 0 ? '' : term.sign === 1 ? ' + ' : ' - '}${printTerm(term)}`)
    .join('');
}

function printTag({ key, value }: Tag): string {
  return NAME.test(value) ? `${key}=${value}` : `${key}="${value.replaceAll(/["\\]/gu, '\\$&')}"`;
}

function printTerm(term: Term): string {
  if (term.kind === 'quantity') return term.text;
  if (term.kind === 'rtt') return term.factor === 1 ? 'rtt' : `${term.factor} rtt`;
  const multiple = term.factor === 1 ? '' : `${term.factor}x `;
  return `${multiple}${printReference(term)}${printChange(term.change)}`;
}

function printReference(term: BaselineTerm | PreviousTerm | MetricTerm): string {
  if (term.kind !== 'measured') return term.kind;
  return `${printMetric(term.metric)}${term.step === undefined ? '' : `@${term.step}`}`;
}

function printChange(change: PercentageChange | undefined): string {
  return change === undefined ? '' : `${change.sign === 1 ? ' + ' : ' - '}${change.text}`;
}
