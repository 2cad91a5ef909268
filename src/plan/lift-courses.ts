import type { Milliseconds } from '../core/clock.ts';
import { suggestionHint } from '../core/suggest.ts';
import { addedRtt, CLEAR, type Impairment } from '../impairment/model.ts';
import type { OwnProfiles } from '../impairment/read-impairment.ts';
import { steady, type Course } from '../impairment/varying/course.ts';
import { readCourse } from '../impairment/varying/read-course.ts';
import { firstState } from '../impairment/varying/schedule.ts';
import type { Trace } from '../impairment/varying/trace.ts';
import type { ImpairmentDocument } from '../scenario/document.gen.ts';
import type { LiftedSearch } from './lift-search.ts';
import type { PlannedEdge } from './plan.ts';
import type { Scope } from './scope.ts';

/** What a step asks of one edge. */
export interface LiftedCourse {
  readonly edge: PlannedEdge;
  /** As it is written; absent where the step does not name the edge. */
  readonly value?: ImpairmentDocument;
  readonly course: Course;
  /** What holds from the step's start until the window opens. */
  readonly first: Impairment;
  /** Of a link whose value the step searches for. */
  readonly search?: LiftedSearch;
}

export interface CourseSources {
  readonly edges: readonly PlannedEdge[];
  readonly own: OwnProfiles;
  readonly traces: ReadonlyMap<string, Trace>;
}

/** By step, every edge; what a step does not name is clear. Reading has checked the values. */
export function liftCourses(scope: Scope, { edges, own, traces }: CourseSources): LiftedCourse[][] {
  return scope.document.steps.map((step, index) => {
    for (const name of Object.keys(step.impair ?? {})) reportUnknownEdge(scope, name, index);
    return edges.map((edge) => {
      const value = step.impair?.[edge.name];
      if (value === undefined) return { edge, course: steady(CLEAR), first: CLEAR };
      const { course } = readCourse(value, own);
      return { edge, value, course, first: firstState(course, traces) };
    });
  });
}

/** The largest round trip that a step begins with on any edge. */
export function largestRtt(courses: readonly LiftedCourse[]): Milliseconds {
  return Math.max(0, ...courses.map(({ first }) => addedRtt(first)));
}

function reportUnknownEdge(scope: Scope, name: string, step: number): void {
  if (scope.names.edges.includes(name)) return;
  scope.report({
    code: 'unknown-edge',
    message: `\`${name}\` is not an edge of this scenario`,
    hint: suggestionHint(name, scope.names.edges) ?? 'declare it under `edges`',
    at: ['steps', step, 'impair', name],
    where: 'key',
  });
}
