import type { Milliseconds } from '../../../core/clock.ts';
import type { VerdictName } from '../../../core/events.ts';
import type { HistogramData, StepResult, SubjectSummary } from '../../../core/result.gen.ts';
import { baselineOf } from '../baseline.ts';
import { isOfLatency, judgedSubject } from './judged-subject.ts';

export interface Population {
  readonly subject: SubjectSummary;
  readonly histogram: HistogramData;
}

interface DrawnBound {
  readonly that: string;
  readonly bound: Milliseconds;
  readonly verdict: VerdictName;
}

/** How long the answers of one subject took in one step, and in the step that it is shown beside. */
export interface Distribution {
  readonly now: Population;
  readonly before: (Population & { readonly step: string }) | undefined;
  readonly bounds: readonly DrawnBound[];
}

/** Each has a row of its own in the drawing; who writes more finds them in the table. */
const MOST_BOUNDS = 4;

/** For every load of a step, and every edge that an expectation of it speaks of. */
export function distributionsOf(steps: readonly StepResult[], index: number): readonly Distribution[] {
  const step = steps[index];
  if (step === undefined) return [];
  const baseline = baselineOf(steps, index);
  const judged = new Set(step.expectations.map(judgedSubject));
  return step.subjects
    .filter(({ kind, name }) => kind === 'load' || judged.has(name))
    .flatMap((subject) => {
      const now = populationOf(subject);
      if (now === undefined) return [];
      const same = baseline?.subjects.find(
        ({ name, kind }) => name === subject.name && kind === subject.kind,
      );
      const before = same && populationOf(same);
      return [
        {
          now,
          before: before && { ...before, step: baseline?.name ?? '' },
          bounds: boundsOn(step, subject.name),
        },
      ];
    });
}

function populationOf(subject: SubjectSummary): Population | undefined {
  const { histogram } = subject;
  return histogram === undefined || histogram.edges.length === 0 ? undefined : { subject, histogram };
}

function boundsOn({ expectations }: StepResult, subject: string): readonly DrawnBound[] {
  return expectations
    .flatMap((expectation) => {
      const { that, bound, verdict } = expectation;
      const isDrawn = bound !== undefined && bound > 0 && isOfLatency(expectation);
      return isDrawn && judgedSubject(expectation) === subject ? [{ that, bound, verdict }] : [];
    })
    .slice(0, MOST_BOUNDS);
}
