import { isRecord } from '../../core/is-record.ts';
import type { ImpairmentProblem } from '../problem.ts';
import { readImpairment, type OwnProfiles } from '../read-impairment.ts';
import { steady, type Blend, type Course, type Stage, type TraceUse } from './course.ts';
import { readFlap } from './read-flap.ts';
import { readLength } from './read-length.ts';
import { holdsRamp, readRamps } from './read-ramps.ts';
import { besideStages, inStage, strayRepeat } from './varying-problems.ts';

type Document = Readonly<Record<string, unknown>>;

export interface CourseReading {
  /** What could be read; meaningful only when there are no problems. */
  readonly course: Course;
  readonly problems: readonly ImpairmentProblem[];
}

const VARYING_KEYS: readonly string[] = ['flap', 'stages', 'trace', 'repeat'];

/** Whether a document says that its values move: what is not one state cannot be a profile. */
export function varies(value: unknown): boolean {
  return isRecord(value) && (VARYING_KEYS.some((key) => value[key] !== undefined) || holdsRamp(value));
}

/** The keys of an inline impairment whose values stay as they are, beside its profile. */
export function steadyKeys(document: Document): string[] {
  return Object.keys(document).filter(
    (key) => key !== 'profile' && !VARYING_KEYS.includes(key) && !holdsRamp({ [key]: document[key] }),
  );
}

/** A value of `impair:` in a step: an impairment, or how one moves while the window lasts. */
export function readCourse(value: unknown, own: OwnProfiles): CourseReading {
  if (!isRecord(value) || !varies(value)) {
    const { impairment, problems } = readImpairment(value, own);
    return { course: steady(impairment), problems };
  }
  const repeat = value['repeat'] === true;
  const stray = strayRepeat(value);
  if (value['stages'] === undefined) {
    const { blend, problems } = readBlend(value, own, repeat);
    return { course: blend, problems: [...problems, ...stray] };
  }
  const { stages, problems } = readStages(value['stages'], own);
  const beside = Object.keys(value).filter((key) => key !== 'stages' && key !== 'repeat');
  return {
    course: { kind: 'stages', stages, repeat },
    problems: [...problems, ...beside.map((key) => besideStages(key))],
  };
}

function readBlend(
  document: Document,
  own: OwnProfiles,
  repeat: boolean,
): { readonly blend: Blend; readonly problems: readonly ImpairmentProblem[] } {
  const { flap: flapped, trace: traced, repeat: _, ...values } = document;
  const { ramps, problems: rampProblems, begins, ends } = readRamps(values);
  const first = readImpairment(begins, own);
  const flap = flapped === undefined ? undefined : readFlap(flapped);
  const trace = traceOf(traced, repeat);
  // What a trace brings, only the planner knows.
  const apart = traced === undefined ? first.problems : first.problems.filter(isOfOneValue);
  const valueProblems = rampProblems.length > 0 ? rampProblems : apart;
  const last = valueProblems.length > 0 || ramps.length === 0 ? [] : readImpairment(ends, own).problems;
  return {
    blend: {
      ...steady(first.impairment),
      ramps,
      ...(trace !== undefined && { trace }),
      ...(flap !== undefined && { flap: flap.flap }),
    },
    problems: [...valueProblems, ...last, ...(flap?.problems ?? [])],
  };
}

/** Whether a problem lies in a value itself and not in what is missing beside it. */
function isOfOneValue({ code }: ImpairmentProblem): boolean {
  return !code.includes('-without-') && !code.includes('-exceeds-');
}

function traceOf(traced: unknown, repeat: boolean): TraceUse | undefined {
  if (typeof traced === 'string') return { files: { both: traced }, repeat };
  if (!isRecord(traced)) return undefined;
  const { up, down } = traced;
  return {
    files: { ...(typeof up === 'string' && { up }), ...(typeof down === 'string' && { down }) },
    repeat,
  };
}

function readStages(
  value: unknown,
  own: OwnProfiles,
): { readonly stages: readonly Stage[]; readonly problems: readonly ImpairmentProblem[] } {
  const readings = (Array.isArray(value) ? value : []).map((item: unknown, index) => {
    const stage = isRecord(item) ? item : {};
    const path = ['stages', String(index)];
    const { length, problems } = readLength(stage['for'], [...path, 'for']);
    const is = isRecord(stage['is']) ? stage['is'] : undefined;
    const nested = VARYING_KEYS.filter((key) => is?.[key] !== undefined).map((key) => inStage(key, path));
    if (is === undefined || nested.length > 0) {
      const { impairment, problems: own_ } = readImpairment(stage['is'], own);
      const found = nested.length > 0 ? nested : own_.map((each) => below(path, each));
      return { stage: { length, blend: steady(impairment) }, problems: [...problems, ...found] };
    }
    const { blend, problems: inside } = readBlend(is, own, false);
    return { stage: { length, blend }, problems: [...problems, ...inside.map((each) => below(path, each))] };
  });
  return {
    stages: readings.map(({ stage }) => stage),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function below(path: readonly string[], problem: ImpairmentProblem): ImpairmentProblem {
  return { ...problem, path: [...path, 'is', ...problem.path] };
}
