import type { Milliseconds } from '../../core/clock.ts';
import type { StepResult, SubjectSummary } from '../../core/result.gen.ts';
import type { Ratio } from '../../core/units/ratio.ts';

/** The worst of a figure, and where in the run it was. */
export interface Worst<T> {
  readonly value: T;
  readonly n: number;
  readonly subject: string;
  readonly step: string;
}

/** Null is worse than any: no answer came. */
export function worstP95(steps: readonly StepResult[]): Worst<Milliseconds | null> | undefined {
  return worst(steps, ({ p95 }) => p95, Infinity);
}

export function worstSuccess(steps: readonly StepResult[]): Worst<Ratio> | undefined {
  const found = worst(steps, ({ success }) => (success === null ? null : -success), -Infinity);
  return found?.value == null ? undefined : { ...found, value: -found.value };
}

/** The largest, of loads; of edges where no load asked anything. The first of equals, which is where it began. */
function worst(
  steps: readonly StepResult[],
  figure: (subject: SubjectSummary) => number | null,
  none: number,
): Worst<number | null> | undefined {
  const asked = steps.flatMap(({ name, subjects }) =>
    subjects.filter(({ n }) => n > 0).map((subject) => ({ step: name, subject })),
  );
  const loads = asked.filter(({ subject }) => subject.kind === 'load');
  const [first, ...rest] = loads.length > 0 ? loads : asked;
  if (first === undefined) return undefined;
  const size = ({ subject }: typeof first): number => figure(subject) ?? none;
  const { step, subject } = rest.reduce((most, one) => (size(one) > size(most) ? one : most), first);
  return { value: figure(subject), n: subject.n, subject: subject.name, step };
}
