import { deriveSeed } from '../core/random.ts';
import type { TraceIdentity } from '../core/result.gen.ts';
import { formatDuration } from '../core/units/duration.ts';
import { crossCheck } from '../impairment/cross-check.ts';
import { describeImpairment } from '../impairment/describe.ts';
import { everyKey } from '../impairment/every-key.ts';
import { addedRtt, CLEAR, impairmentKey, isClear, type Impairment } from '../impairment/model.ts';
import { formatSearched } from '../impairment/searched-value.ts';
import { isSteady } from '../impairment/varying/course.ts';
import { describeCourse } from '../impairment/varying/describe-course.ts';
import { steadyKeys } from '../impairment/varying/read-course.ts';
import { MOST_STATES } from '../impairment/varying/resolution.ts';
import { compileSchedule, type ScheduledState } from '../impairment/varying/schedule.ts';
import type { Trace } from '../impairment/varying/trace.ts';
import type { ImpairmentDocument } from '../scenario/document.gen.ts';
import { tracesOf } from '../scenario/named-traces.ts';
import type { TraceFiles } from '../scenario/trace-file.ts';
import type { LiftedCourse } from './lift-courses.ts';
import type { LiftedSearch } from './lift-search.ts';
import type { PlannedLink } from './plan.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';

export interface LinkSources {
  /** By step. */
  readonly courses: readonly (readonly LiftedCourse[])[];
  readonly times: readonly StepTimes[];
  readonly traces: ReadonlyMap<string, Trace>;
  /** As the traces were read. */
  readonly files: TraceFiles;
  readonly seed: number;
}

/** The network state of each step, and how it moves in its window. */
export function liftLinks(scope: Scope, sources: LinkSources): PlannedLink[][] {
  // Nothing where a schedule was followed: its last state may have come too late.
  const previous = new Map<string, Impairment | undefined>(scope.names.edges.map((name) => [name, CLEAR]));
  return sources.courses.map((courses, step) =>
    courses.map((lifted) => {
      const { edge, first, search } = lifted;
      const states = statesOf(scope, sources, lifted, step);
      const before = previous.get(edge.name);
      const changed = before === undefined || impairmentKey(before) !== impairmentKey(first);
      previous.set(edge.name, states.length > 0 || search !== undefined ? undefined : first);
      const all = statesIn(lifted, states);
      const capabilities = scope.capabilities[edge.driver](everyKey(all), edge.protocol);
      reportImpossible(scope, lifted, { step, capabilities });
      const followed = followedTraces(lifted, sources.files);
      return {
        edge: edge.name,
        label: labelOf(lifted),
        impairment: first,
        rtt: Math.max(...all.map((impairment) => addedRtt(impairment))),
        capabilities,
        changed,
        ...(search !== undefined && { reaches: search.reaches }),
        ...(states.length > 0 && { schedule: states }),
        ...(followed.length > 0 && { traces: followed }),
      };
    }),
  );
}

/** All that the link is to be in the step, of a search both ends of its range. */
function statesIn({ first, search }: LiftedCourse, states: readonly ScheduledState[]): Impairment[] {
  if (search !== undefined) return [first, search.reaches];
  return states.length === 0 ? [first] : states.map(({ impairment }) => impairment);
}

/** What is in a file may change while its name stays. */
function followedTraces({ value }: LiftedCourse, files: TraceFiles): TraceIdentity[] {
  return [...new Set(tracesOf(value))].flatMap((name) => {
    const file = files.get(name);
    if (file?.kind !== 'text') return [];
    return [{ name, sha256: file.sha256 }];
  });
}

/** In the time of the run; empty where the link stays as it is. */
function statesOf(
  scope: Scope,
  { times, traces, seed }: LinkSources,
  { edge, course }: LiftedCourse,
  step: number,
): ScheduledState[] {
  const { windowStart, end } = times[step]!;
  const name = scope.document.steps[step]?.name ?? '';
  if (isSteady(course) || end <= windowStart) return [];
  const states = compileSchedule(course, {
    length: end - windowStart,
    seed: deriveSeed(seed, `schedule ${edge.name} ${name}`),
    traces,
  });
  const at = ['steps', step, 'impair', edge.name];
  if (states.length > MOST_STATES) {
    const hint = 'let it change less often, or the step end earlier';
    const message = `edge \`${edge.name}\` would be changed more than ${MOST_STATES} times in this step`;
    scope.report({ code: 'too-many-changes', message, hint, at });
    return [];
  }
  for (const state of states) {
    const [problem] = crossCheck(state.impairment, {});
    if (problem === undefined) continue;
    const message = `${formatDuration(state.at)} into its window, ${problem.message}`;
    scope.report({ code: problem.code, message, hint: problem.hint, at });
    break;
  }
  return states.map((state) => ({ ...state, at: windowStart + state.at }));
}

interface Allowed {
  readonly step: number;
  readonly capabilities: PlannedLink['capabilities'];
}

function reportImpossible(
  scope: Scope,
  { edge, value, search }: LiftedCourse,
  { step, capabilities }: Allowed,
): void {
  for (const { key, fidelity, how } of capabilities) {
    if (fidelity !== 'impossible') continue;
    const at = ['steps', step, 'impair', edge.name];
    const isSearched = search !== undefined && !(typeof value === 'object' && key in value);
    scope.report({
      code: 'impairment-impossible',
      message: `\`${key}\` is impossible on edge \`${edge.name}\`: ${how}`,
      at: isSearched
        ? ['steps', step, 'search', 'vary']
        : [...at, ...(typeof value === 'object' && key in value ? [key] : [])],
    });
  }
}

function labelOf({ value, course, first, search }: LiftedCourse): string {
  const base = profileLabel(value);
  if (search !== undefined) return searchLabel(search, base);
  return isSteady(course) ? (base ?? describeImpairment(first)) : describeCourse(course, base);
}

/** `rtt searched from 0ms to 4s`, after what the link is beside it. */
function searchLabel({ value, base, range }: LiftedSearch, name: string | undefined): string {
  const { key, direction } = value;
  const ends = [range.from, range.to].map((end) => formatSearched(value, end)).join(' to ');
  const searched = `${direction === undefined ? '' : `${direction} `}${key} searched from ${ends}`;
  const beside = name ?? (isClear(base) ? undefined : describeImpairment(base));
  return beside === undefined ? searched : `${beside}, ${searched}`;
}

/** What a person calls the impairment that a value begins with; undefined where it has no name. */
function profileLabel(value: ImpairmentDocument | undefined): string | undefined {
  if (typeof value === 'string') return value === 'none' ? undefined : value;
  if (value?.profile === undefined) return undefined;
  const changes = steadyKeys(value);
  return changes.length === 0 ? value.profile : `${value.profile} with ${changes.join(', ')} changed`;
}
