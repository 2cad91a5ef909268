import type { ImpairmentProblem, OwnProfiles } from './read-impairment.ts';

export interface ProfilesReading {
  readonly profiles: OwnProfiles;
  readonly problems: readonly ImpairmentProblem[];
}

/** The `profiles:` of a scenario, which may build on each other in any order. */
export function readProfiles(_documents: Readonly<Record<string, unknown>>): ProfilesReading {
  throw new Error('not yet');
}
