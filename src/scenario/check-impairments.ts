import { isRecord } from '../core/is-record.ts';
import type { ImpairmentProblem } from '../impairment/problem.ts';
import { readProfiles } from '../impairment/read-profiles.ts';
import { readCourse } from '../impairment/varying/read-course.ts';
import type { Finding } from './finding.ts';
import { isWithin, type Pointer } from './pointer.ts';

/** What the schema cannot say about `profiles:` and `impair:`; `known` are the mistakes already found. */
export function checkImpairments(document: unknown, known: readonly Finding[]): Finding[] {
  if (!isRecord(document)) return [];
  const own = readProfiles(isRecord(document['profiles']) ? document['profiles'] : {});
  const findings = own.problems.map((problem) => at(['profiles'], problem));
  for (const { value, pointer } of impairedEdges(document['steps'])) {
    findings.push(...readCourse(value, own.profiles).problems.map((problem) => at(pointer, problem)));
  }
  return findings.filter(({ code, pointer }) => code === 'unknown-profile' || !isKnown(known, pointer));
}

/** Whether the impairment that holds `pointer` has a mistake already, so that the rest of it cannot be judged. */
function isKnown(known: readonly Finding[], pointer: Pointer): boolean {
  const impairment = pointer.slice(0, pointer[0] === 'profiles' ? 2 : 4);
  return known.some((finding) => isWithin(finding.pointer, impairment));
}

function* impairedEdges(steps: unknown): Generator<{ value: unknown; pointer: Pointer }> {
  if (!Array.isArray(steps)) return;
  for (const [index, step] of steps.entries()) {
    const impair: unknown = isRecord(step) ? step['impair'] : undefined;
    for (const [edge, value] of Object.entries(isRecord(impair) ? impair : {})) {
      yield { value, pointer: ['steps', index, 'impair', edge] };
    }
  }
}

function at(base: Pointer, { code, message, hint, path, where }: ImpairmentProblem): Finding {
  return { code, message, ...(hint === undefined ? {} : { hint }), pointer: [...base, ...path], where };
}
