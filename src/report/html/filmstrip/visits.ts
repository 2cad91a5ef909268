import type { VerdictName } from '../../../core/events.ts';
import type {
  ExpectationResult,
  FrameResult,
  RunResult,
  StepResult,
  VisitResult,
} from '../../../core/result.gen.ts';

/** A step that visited a page. */
export interface StepVisit {
  readonly number: number;
  readonly step: StepResult;
  readonly visit: VisitResult;
  readonly sightings: readonly ExpectationResult[];
}

/** The visits of one page, in the order of their steps. */
export interface Filmstrip {
  readonly name: string;
  readonly visits: readonly StepVisit[];
  /** When pictures were taken in any of the steps, from the navigation, ascending. */
  readonly times: readonly number[];
}

const WORST_FIRST: readonly VerdictName[] = ['error', 'fail', 'inconclusive'];

/** The visits of a run, step beside step for the same page. */
export function filmstrips({ steps }: Pick<RunResult, 'steps'>): Filmstrip[] {
  const visits = steps.flatMap((step, index): StepVisit[] => {
    const { visit, expectations } = step;
    if (visit === undefined) return [];
    const sightings = expectations.filter(({ kind }) => kind === 'sighting');
    return [{ number: index + 1, step, visit, sightings }];
  });
  const names = new Set(visits.map(({ visit }) => nameOf(visit)));
  return [...names].map((name) => {
    const same = visits.filter(({ visit }) => nameOf(visit) === name);
    const times = new Set(same.flatMap(({ visit }) => visit.frames.map(({ asked }) => asked)));
    return { name, visits: same, times: [...times].toSorted((a, b) => a - b) };
  });
}

function nameOf({ name, open }: VisitResult): string {
  return name ?? open;
}

/** The worst of what was to be seen and not to be seen; undefined where nothing was expected. */
export function verdictOf({ sightings }: StepVisit): VerdictName | undefined {
  if (sightings.length === 0) return undefined;
  return WORST_FIRST.find((verdict) => sightings.some((each) => each.verdict === verdict)) ?? 'pass';
}

/** Whether a person had nothing before them. */
export function isBlank({ text }: FrameResult): boolean {
  return text === '';
}
