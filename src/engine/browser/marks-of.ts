import type { PageMark } from '../../core/page-mark.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import type { PlannedSighting } from '../../plan/planned-expectation.ts';

export function sightingsOf({ expectations }: PlannedStep): PlannedSighting[] {
  return expectations.flatMap((item) => (item.kind === 'sighting' ? [item] : []));
}

/** What a mark is looked for as. */
export interface RoleOfMark {
  readonly role: 'see' | 'never' | 'until';
  readonly mark: PageMark;
}

export function rolesOf({ rule }: PlannedSighting): RoleOfMark[] {
  if (rule.kind === 'see') return [{ role: 'see', mark: rule.mark }];
  const until = rule.until === undefined ? [] : [{ role: 'until' as const, mark: rule.until }];
  return [{ role: 'never', mark: rule.mark }, ...until];
}

/** All that is looked for in a step, each once. */
export function marksOf(step: PlannedStep): PageMark[] {
  const marks = sightingsOf(step).flatMap(rolesOf);
  return [...new Map(marks.map(({ mark }) => [mark.label, mark])).values()];
}
