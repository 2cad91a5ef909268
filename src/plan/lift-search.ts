import { shown } from '../core/shown.ts';
import { suggestionHint } from '../core/suggest.ts';
import { crossCheck } from '../impairment/cross-check.ts';
import { DIRECTIONS, type Impairment } from '../impairment/model.ts';
import { SEARCHED_KEYS, withSearched, type SearchedValue } from '../impairment/searched-value.ts';
import { isSteady } from '../impairment/varying/course.ts';
import type { SearchDocument } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/source.ts';
import type { LiftedCourse } from './lift-courses.ts';
import type { PlannedSearch } from './planned-search.ts';
import { readSearchRange } from './read-search-range.ts';
import type { Scope } from './scope.ts';
import { confidenceOr, durationOr } from './values.ts';

const DEFAULT_CONFIDENCE = 0.95;

/** What a step's `search` says by itself. */
export type LiftedSearch = Pick<
  PlannedSearch,
  'vary' | 'edge' | 'value' | 'range' | 'confidence' | 'base' | 'settle'
> & { readonly reaches: Impairment };

export interface LiftedSearches {
  /** With the searched links at the good end of their ranges. */
  readonly courses: readonly (readonly LiftedCourse[])[];
  /** By step. */
  readonly searches: readonly (LiftedSearch | undefined)[];
}

/** Reads the searches of all steps; a link that one changes begins at the good end of its range. */
export function liftSearches(scope: Scope, courses: readonly (readonly LiftedCourse[])[]): LiftedSearches {
  const searches = scope.document.steps.map((step, index) =>
    step.search === undefined ? undefined : liftSearch(scope, step.search, index, courses[index] ?? []),
  );
  return {
    searches,
    courses: courses.map((inStep, index) =>
      inStep.map((lifted) => {
        const search = searches[index];
        if (search?.edge !== lifted.edge.name) return lifted;
        const first = withSearched(search.base, search.value, search.range.from);
        return { ...lifted, first, search };
      }),
    ),
  };
}

function liftSearch(
  scope: Scope,
  document: SearchDocument,
  step: number,
  courses: readonly LiftedCourse[],
): LiftedSearch | undefined {
  const at = ['steps', step, 'search'];
  for (const lifted of courses) {
    if (!isSteady(lifted.course)) reportVarying(scope, lifted.edge.name, step);
  }
  const named = readVary(scope, document.vary, [...at, 'vary']);
  if (named === undefined) return undefined;
  const course = courses.find(({ edge }) => edge.name === named.edge);
  const range = readSearchRange(scope, document, named.value, at);
  if (course === undefined || range === undefined || !isSteady(course.course)) return undefined;
  const base = course.first;
  const reaches = withSearched(base, named.value, range.to);
  for (const end of [range.from, range.to]) {
    const [problem] = crossCheck(withSearched(base, named.value, end), {});
    if (problem === undefined) continue;
    scope.report({ code: problem.code, message: problem.message, hint: problem.hint, at: [...at, 'vary'] });
    return undefined;
  }
  const overall = confidenceOr(scope.document.confidence, DEFAULT_CONFIDENCE);
  const confidence = confidenceOr(document.confidence, overall === 'none' ? DEFAULT_CONFIDENCE : overall);
  const { settle } = scope.document.steps[step] ?? {};
  return {
    vary: document.vary,
    ...named,
    range,
    confidence: confidence === 'none' ? DEFAULT_CONFIDENCE : confidence,
    base,
    reaches,
    ...(settle !== undefined && { settle: durationOr(settle, 0) }),
  };
}

interface NamedValue {
  readonly edge: string;
  readonly value: SearchedValue;
}

/** `EDGE.VALUE` or `EDGE.up.VALUE`; names of edges may hold dots. */
function readVary(scope: Scope, vary: string, at: Pointer): NamedValue | undefined {
  const parts = vary.split('.');
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1).join('.');
  const direction = DIRECTIONS.find((way) => before.endsWith(`.${way}`));
  const isEdge = scope.names.edges.includes(before);
  const edge = isEdge || direction === undefined ? before : before.slice(0, -direction.length - 1);
  if (!scope.names.edges.includes(edge)) {
    const hint =
      before === ''
        ? `write the edge before it, as \`${scope.names.edges[0] ?? 'EDGE'}.rtt\``
        : suggestionHint(edge, scope.names.edges);
    const message = `\`${before === '' ? shown(vary) : edge}\` is not an edge of this scenario`;
    scope.report({ code: 'unknown-edge', message, hint, at });
    return undefined;
  }
  const key = SEARCHED_KEYS.find((name) => name === last);
  if (key === undefined) {
    const message = `\`${shown(last)}\` is no value of a link that a search can change`;
    scope.report({ code: 'search-value', message, hint: suggestionHint(last, SEARCHED_KEYS), at });
    return undefined;
  }
  if (isEdge || direction === undefined) return { edge, value: { key } };
  if (key !== 'rtt') return { edge, value: { key, direction } };
  const message = 'a round trip has no direction';
  scope.report({ code: 'search-value', message, hint: `write \`${edge}.${direction}.delay\``, at });
  return undefined;
}

function reportVarying(scope: Scope, edge: string, step: number): void {
  scope.report({
    code: 'search-step',
    message: `edge \`${edge}\` varies while the step searches: no two values would meet the same network`,
    hint: 'let it stay as it is, or search in a step of its own',
    at: ['steps', step, 'impair', edge],
  });
}
