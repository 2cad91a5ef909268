import { deriveSeed } from '../core/random.ts';
import { formatDuration } from '../core/units/duration.ts';
import { crossCheck } from '../impairment/cross-check.ts';
import { describeImpairment } from '../impairment/describe.ts';
import { everyKey } from '../impairment/every-key.ts';
import { addedRtt, CLEAR, impairmentKey, type Impairment } from '../impairment/model.ts';
import { isSteady } from '../impairment/varying/course.ts';
import { describeCourse } from '../impairment/varying/describe-course.ts';
import { steadyKeys } from '../impairment/varying/read-course.ts';
import { MOST_STATES } from '../impairment/varying/resolution.ts';
import { compileSchedule, type ScheduledState } from '../impairment/varying/schedule.ts';
import type { Trace } from '../impairment/varying/trace.ts';
import type { ImpairmentDocument } from '../scenario/document.gen.ts';
import type { LiftedCourse } from './lift-courses.ts';
import type { PlannedLink } from './plan.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';

export interface LinkSources {
  /** By step. */
  readonly courses: readonly (readonly LiftedCourse[])[];
  readonly times: readonly StepTimes[];
  readonly traces: ReadonlyMap<string, Trace>;
  readonly seed: number;
}

/** The network state of each step, and how it moves in its window. */
export function liftLinks(scope: Scope, sources: LinkSources): PlannedLink[][] {
  // Nothing where a schedule was followed: its last state may have come too late.
  const previous = new Map<string, Impairment | undefined>(scope.names.edges.map((name) => [name, CLEAR]));
  return sources.courses.map((courses, step) =>
    courses.map((lifted) => {
      const { edge, first } = lifted;
      const states = statesOf(scope, sources, lifted, step);
      const before = previous.get(edge.name);
      const changed = before === undefined || impairmentKey(before) !== impairmentKey(first);
      previous.set(edge.name, states.length > 0 ? undefined : first);
      const all = states.length === 0 ? [first] : states.map(({ impairment }) => impairment);
      const capabilities = scope.capabilities[edge.driver](everyKey(all), edge.protocol);
      reportImpossible(scope, lifted, { step, capabilities });
      return {
        edge: edge.name,
        label: labelOf(lifted),
        impairment: first,
        rtt: Math.max(...all.map((impairment) => addedRtt(impairment))),
        capabilities,
        changed,
        ...(states.length > 0 && { schedule: states }),
      };
    }),
  );
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
  { edge, value }: LiftedCourse,
  { step, capabilities }: Allowed,
): void {
  for (const { key, fidelity, how } of capabilities) {
    if (fidelity !== 'impossible') continue;
    const at = ['steps', step, 'impair', edge.name];
    scope.report({
      code: 'impairment-impossible',
      message: `\`${key}\` is impossible on edge \`${edge.name}\`: ${how}`,
      at: [...at, ...(typeof value === 'object' && key in value ? [key] : [])],
    });
  }
}

function labelOf({ value, course, first }: LiftedCourse): string {
  const base = profileLabel(value);
  return isSteady(course) ? (base ?? describeImpairment(first)) : describeCourse(course, base);
}

/** What a person calls the impairment that a value begins with; undefined where it has no name. */
function profileLabel(value: ImpairmentDocument | undefined): string | undefined {
  if (typeof value === 'string') return value === 'none' ? undefined : value;
  if (value?.profile === undefined) return undefined;
  const changes = steadyKeys(value);
  return changes.length === 0 ? value.profile : `${value.profile} with ${changes.join(', ')} changed`;
}
