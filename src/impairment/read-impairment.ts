import type { Impairment } from './model.ts';

export interface ImpairmentProblem {
  /** Documented in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Keys from the value that was read (or, for profiles, from the map of them) to the mistake. */
  readonly path: readonly string[];
  readonly where: 'key' | 'value';
}

export interface ImpairmentReading {
  /** What could be read; meaningful only when there are no problems. */
  readonly impairment: Impairment;
  readonly problems: readonly ImpairmentProblem[];
}

/** The scenario's own profiles, already read. */
export type OwnProfiles = ReadonlyMap<string, Impairment>;

/** A value of `impair:` or `profiles:`: a profile's name, `none`, an inline impairment, or a profile with changes. */
export function readImpairment(_value: unknown, _own: OwnProfiles): ImpairmentReading {
  throw new Error('not yet');
}
