import type { StepResult, SubjectSummary } from '../core/result.gen.ts';
import {
  evidenceOf,
  meanChange,
  quantileChange,
  rateChange,
  shareChange,
  type Change,
} from '../slo/change.ts';
import { CONFIDENCE, type FigureComparison, type FigureName, type SubjectComparison } from './comparison.ts';
import { populationOf, type Population } from './population.ts';

/** What a run says of a subject and of one figure. */
interface Side {
  readonly subject: SubjectSummary;
  readonly population: Population;
}

const NO_HISTOGRAM = 'no histogram in the result';

/** Every load and edge of either run; those of the base first. */
export function compareSubjects(base: StepResult, other: StepResult): SubjectComparison[] {
  const added = other.subjects.filter((subject) => sameSubject(base, subject) === undefined);
  return [
    ...base.subjects.map((subject) => {
      const beside = sameSubject(other, subject);
      return beside === undefined
        ? oneSided(subject, { base: subject.n, other: null })
        : compareSubject(sideOf(subject, base), sideOf(beside, other));
    }),
    ...added.map((subject) => oneSided(subject, { base: null, other: subject.n })),
  ];
}

function sameSubject(step: StepResult, { kind, name }: SubjectSummary): SubjectSummary | undefined {
  return step.subjects.find((subject) => subject.kind === kind && subject.name === name);
}

function oneSided(
  { kind, name }: SubjectSummary,
  counts: Pick<SubjectComparison, 'base' | 'other'>,
): SubjectComparison {
  return { kind, name, ...counts, figures: [] };
}

function sideOf(subject: SubjectSummary, step: StepResult): Side {
  return { subject, population: populationOf(subject, step) };
}

function compareSubject(base: Side, other: Side): SubjectComparison {
  const { kind, name } = base.subject;
  return {
    kind,
    name,
    base: base.subject.n,
    other: other.subject.n,
    figures: [
      success(base, other),
      rate(base, other),
      quantile('p50', 0.5, base, other),
      quantile('p95', 0.95, base, other),
      quantile('p99', 0.99, base, other),
      mean(base, other),
    ],
  };
}

function success(base: Side, other: Side): FigureComparison {
  const values = { figure: 'success' as const, base: base.subject.success, other: other.subject.success };
  if (lacksRequests(base, other)) return { ...values, kind: 'not-compared', reason: 'no requests' };
  const share = ({ population: { ok, n } }: Side) => ({ count: ok, n });
  return compared(values, 'difference', shareChange(share(base), share(other), CONFIDENCE));
}

function rate(base: Side, other: Side): FigureComparison {
  const values = { figure: 'rps' as const, base: base.subject.rps, other: other.subject.rps };
  const counted = ({ population: { answered, seconds } }: Side) => ({ count: answered, seconds });
  const [from, to] = [counted(base), counted(other)];
  if (lacksHistogram(base, other)) return { ...values, kind: 'not-compared', reason: NO_HISTOGRAM };
  if (from.count + to.count === 0 || from.seconds <= 0 || to.seconds <= 0) {
    return { ...values, kind: 'not-compared', reason: 'no answers' };
  }
  return compared(values, 'relative', rateChange(from, to, CONFIDENCE));
}

function quantile(figure: 'p50' | 'p95' | 'p99', q: number, base: Side, other: Side): FigureComparison {
  const valueOf = ({ subject }: Side): number | null =>
    subject[figure] ?? (subject.n === 0 ? null : Number.POSITIVE_INFINITY);
  const values = { figure, base: valueOf(base), other: valueOf(other) };
  if (lacksRequests(base, other)) return { ...values, kind: 'not-compared', reason: 'no requests' };
  const [from, to] = [base.population.latencies, other.population.latencies];
  if (from === undefined || to === undefined) {
    return { ...values, kind: 'not-compared', reason: NO_HISTOGRAM };
  }
  const interval = quantileChange(from, to, { q, confidence: CONFIDENCE });
  const value = (values.other ?? Number.NaN) - (values.base ?? Number.NaN);
  return compared(values, 'difference', { value, interval });
}

function mean(base: Side, other: Side): FigureComparison {
  const value = ({ population: { moments } }: Side): number | null =>
    moments === undefined || moments.count === 0 ? null : moments.sum / moments.count;
  const values = { figure: 'mean' as const, base: value(base), other: value(other) };
  const [from, to] = [base.population.moments, other.population.moments];
  if (values.base === null || values.other === null || from === undefined || to === undefined) {
    return { ...values, kind: 'not-compared', reason: whyNoMean(base, other) };
  }
  return compared(values, 'difference', meanChange(from, to, CONFIDENCE));
}

function whyNoMean(base: Side, other: Side): string {
  if (lacksRequests(base, other)) return 'no requests';
  const isOpen = ({ population: { n, answered } }: Side): boolean => answered < n;
  return isOpen(base) || isOpen(other) ? 'not all were answered' : 'no sums in the result';
}

function lacksRequests(base: Side, other: Side): boolean {
  return base.subject.n === 0 || other.subject.n === 0;
}

function lacksHistogram(base: Side, other: Side): boolean {
  return base.population.latencies === undefined || other.population.latencies === undefined;
}

function compared(
  values: { readonly figure: FigureName; readonly base: number | null; readonly other: number | null },
  scale: 'difference' | 'relative',
  change: Change,
): FigureComparison {
  return { ...values, kind: 'compared', scale, change, evidence: evidenceOf(change.interval) };
}
