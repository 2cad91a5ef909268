import { isRecord } from '../core/is-record.ts';
import { findProfile } from './catalogue.ts';
import { CLEAR, type Impairment } from './model.ts';
import type { ImpairmentProblem } from './problem.ts';
import { readImpairment, type OwnProfiles } from './read-impairment.ts';
import { varies } from './varying/read-course.ts';
import { varyingProfile } from './varying/varying-problems.ts';

export interface ProfilesReading {
  readonly profiles: OwnProfiles;
  readonly problems: readonly ImpairmentProblem[];
}

/** The `profiles:` of a scenario, which may build on each other in any order. */
export function readProfiles(documents: Readonly<Record<string, unknown>>): ProfilesReading {
  // Known from the start, so that what builds on a broken profile is not reported as unknown.
  const profiles = new Map<string, Impairment>(Object.keys(documents).map((name) => [name, CLEAR]));
  const problems = Object.keys(documents).flatMap((name) => shadowing(name));
  const done = new Set<string>();
  for (const name of Object.keys(documents)) {
    const chain = new Set<string>();
    let next: string | undefined = name;
    while (next !== undefined && Object.hasOwn(documents, next) && !done.has(next) && !chain.has(next)) {
      chain.add(next);
      next = baseOf(documents[next]);
    }
    if (next !== undefined && chain.has(next)) problems.push(cycle([...chain], next, documents));
    for (const link of [...chain].toReversed()) {
      done.add(link);
      const { impairment, problems: own } = readImpairment(documents[link], profiles);
      profiles.set(link, impairment);
      const found = varies(documents[link]) ? [varyingProfile(link)] : own.map((each) => below(link, each));
      problems.push(...found);
    }
  }
  return { profiles, problems };
}

function below(name: string, problem: ImpairmentProblem): ImpairmentProblem {
  return { ...problem, path: [name, ...problem.path] };
}

function baseOf(document: unknown): string | undefined {
  const base = isRecord(document) ? document['profile'] : document;
  return typeof base === 'string' ? base : undefined;
}

function shadowing(name: string): ImpairmentProblem[] {
  if (name !== 'none' && findProfile(name) === undefined) return [];
  const message = name === 'none' ? '`none` means no impairment' : `\`${name}\` is a built-in profile`;
  return [{ code: 'profile-shadows', message, hint: 'give yours another name', path: [name], where: 'key' }];
}

/** `chain` is the way from some profile into the cycle, which begins again at `first`. */
function cycle(
  chain: readonly string[],
  first: string,
  documents: Readonly<Record<string, unknown>>,
): ImpairmentProblem {
  const members = [...chain.slice(chain.indexOf(first)), first];
  const shown = members.length > 6 ? [...members.slice(0, 3), '...', first] : members;
  const last = chain.at(-1) ?? first;
  return {
    code: 'profile-cycle',
    message: `these profiles build on each other: ${shown.map((name) => `\`${name}\``).join(' -> ')}`,
    hint: 'let one of them stand on its own',
    path: isRecord(documents[last]) ? [last, 'profile'] : [last],
    where: 'value',
  };
}
