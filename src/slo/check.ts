import {
  type Expectation,
  type ExpectationError,
  type Metric,
  type MetricTerm,
  type PreviousTerm,
  type Term,
  type UnitKind,
} from './grammar.ts';
import { printFunction } from './function-names.ts';
import { printMetric } from './print.ts';

const NOUNS: Readonly<Record<UnitKind, string>> = {
  duration: 'a duration',
  ratio: 'a percentage',
  frequency: 'a number per second',
  number: 'a plain number',
};

const EXAMPLES: Readonly<Record<UnitKind, string>> = {
  duration: '2s',
  ratio: '99%',
  frequency: '50/s',
  number: '12',
};

/** What an expectation that reads well still gets wrong: units that do not fit, tags given twice. All of it. */
export function checkExpectation(expectation: Expectation): ExpectationError[] {
  const { left, bound } = expectation;
  const metrics = [left, ...bound.filter((term) => term.kind === 'measured').map((term) => term.metric)];
  return [
    ...metrics.flatMap((metric) => checkTags(metric)),
    ...(left.fn.kind === 'recovery' ? checkRecovery(expectation) : checkUnits(left, bound)),
    ...bound.filter((term) => term.kind === 'measured').flatMap((term) => checkReference(term)),
    ...bound.filter((term) => term.kind === 'previous').flatMap((term) => checkPrevious(left, term)),
  ];
}

/** What a term is counted in, on the right of `left`. */
function unitOfTerm(term: Term, left: Metric): UnitKind {
  if (term.kind === 'quantity') return term.unit;
  if (term.kind === 'rtt') return 'duration';
  return term.kind === 'measured' ? term.metric.unit : left.unit;
}

function checkUnits(left: Metric, bound: readonly Term[]): ExpectationError[] {
  const wanted = left.unit;
  const name = left.own === undefined ? printFunction(left.fn) : printMetric(left);
  return bound.flatMap((term, index) => {
    const unit = unitOfTerm(term, left);
    if (unit === wanted) return [];
    const { start, end } = term;
    if (index === 0) {
      const message = `\`${name}\` is ${NOUNS[wanted]} and cannot be compared with ${NOUNS[unit]}`;
      return [{ message, hint: `write ${NOUNS[wanted]} such as \`${EXAMPLES[wanted]}\``, start, end }];
    }
    const verb = term.sign === 1 ? 'added to' : 'subtracted from';
    const hint =
      unit === 'ratio'
        ? 'a percentage stands right after what it is of, as in `baseline + 10%`'
        : `write ${NOUNS[wanted]} such as \`${EXAMPLES[wanted]}\``;
    return [{ message: `${NOUNS[unit]} cannot be ${verb} ${NOUNS[wanted]}`, hint, start, end }];
  });
}

/** Its bound also decides where the windows of the other expectations begin, so it is known before the run. */
function checkRecovery({ left, comparison, bound, start }: Expectation): ExpectationError[] {
  const errors: ExpectationError[] = [];
  if (comparison !== '<=' && comparison !== '<') {
    const hint = `write \`recovery(${left.subject}) <= 5s\``;
    const message = `\`recovery\` can only be bounded from above, not with \`${comparison}\``;
    errors.push({ message, hint, start, end: bound[0]?.start ?? left.end });
  }
  for (const term of bound) {
    if (term.kind === 'quantity' && term.unit === 'duration') continue;
    const message = '`recovery` is compared with a fixed duration';
    errors.push({ message, hint: 'write for example `5s`', start: term.start, end: term.end });
  }
  return errors;
}

function checkReference({ metric }: MetricTerm): ExpectationError[] {
  if (metric.fn.kind !== 'recovery') return [];
  const { start, end } = metric;
  return [{ message: '`recovery` cannot be a bound', hint: 'write for example `5s`', start, end }];
}

/** A result holds the histogram of each load and edge in each step, and of nothing less. */
function checkPrevious({ fn, subject, own, tags }: Metric, { start, end }: PreviousTerm): ExpectationError[] {
  if (own === undefined && tags.length === 0) return [];
  const what = own === undefined ? 'requests of one tag' : "metrics of a load's own";
  const message = `an earlier run does not tell enough of ${what} to be \`previous\``;
  const figure = own === undefined ? printFunction(fn) : 'p95';
  return [{ message, hint: `judge the whole of it: \`${figure}(${subject})\``, start, end }];
}

function checkTags({ tags }: Metric): ExpectationError[] {
  return tags.flatMap(({ key, start, end }, index) => {
    if (tags.findIndex((tag) => tag.key === key) === index) return [];
    return [{ message: `the tag \`${key}\` is given twice`, hint: 'keep one of them', start, end }];
  });
}
