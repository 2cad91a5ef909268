import { isRecord } from '../core/is-record.ts';
import { shown } from '../core/shown.ts';
import { suggestionHint } from '../core/suggest.ts';
import { findProfile, listProfiles } from './catalogue.ts';
import { applyChanges, readChanges } from './changes.ts';
import { crossCheck } from './cross-check.ts';
import { CLEAR, type Impairment } from './model.ts';
import type { ImpairmentProblem } from './problem.ts';

export interface ImpairmentReading {
  /** What could be read; meaningful only when there are no problems. */
  readonly impairment: Impairment;
  readonly problems: readonly ImpairmentProblem[];
}

/** The scenario's own profiles, already read. */
export type OwnProfiles = ReadonlyMap<string, Impairment>;

/** A value of `impair:` or `profiles:`: a profile's name, `none`, an inline impairment, or a profile with changes. */
export function readImpairment(value: unknown, own: OwnProfiles): ImpairmentReading {
  if (typeof value === 'string') return readProfileName(value, own, []);
  if (!isRecord(value)) return { impairment: CLEAR, problems: [] };
  const base = readProfileName(value['profile'] ?? 'none', own, ['profile']);
  const { changes, problems } = readChanges(value);
  const impairment = applyChanges(base.impairment, changes);
  const found = [...base.problems, ...problems];
  return { impairment, problems: found.length > 0 ? found : crossCheck(impairment, value) };
}

function readProfileName(name: unknown, own: OwnProfiles, path: readonly string[]): ImpairmentReading {
  if (name === 'none') return { impairment: CLEAR, problems: [] };
  const id = shown(name);
  const impairment = own.get(id) ?? findProfile(id)?.impairment;
  if (impairment !== undefined) return { impairment, problems: [] };
  const hint = profileHint(id, [...own.keys(), ...listProfiles().map((profile) => profile.id)]);
  return {
    impairment: CLEAR,
    problems: [
      {
        code: 'unknown-profile',
        message: `there is no profile \`${id}\``,
        ...(hint === undefined ? {} : { hint }),
        path,
        where: 'value',
      },
    ],
  };
}

/** `3g` is the name that several sources have for different links. */
function profileHint(id: string, ids: readonly string[]): string | undefined {
  const namesakes = ids.filter((other) => other.endsWith(`/${id.toLowerCase()}`));
  return namesakes.length === 0
    ? suggestionHint(id, ids)
    : `did you mean ${namesakes.map((name) => `\`${name}\``).join(' or ')}?`;
}
