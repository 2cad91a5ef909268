/** A scenario of the call that was checked and then not started. */
export interface NotStarted {
  /** With its cell, where it has a matrix. */
  readonly scenario: string;
  readonly file: string;
  readonly tags?: readonly string[];
  readonly why: WhyNotStarted;
  /** When the last that was started was over: ISO 8601, UTC. */
  readonly at: string;
}

/** `fail-fast`: the scenario `after` did not end with exit code 0. The last two are of runs that are to be merged. */
export type WhyNotStarted =
  | { readonly kind: 'fail-fast'; readonly after: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'cut' };

/** Why, as the end of a sentence. */
export function describeWhy(why: WhyNotStarted): string {
  switch (why.kind) {
    case 'fail-fast':
      return `${why.after} did not pass, and --fail-fast was given`;
    case 'interrupted':
      return 'the call was interrupted';
    case 'missing':
      return 'its result is not among those that were merged';
    case 'cut':
      return 'its run was killed, and left no result';
  }
}

/** Whether it should have been there: nobody has decided to leave it out. */
export function isMissing({ why }: NotStarted): boolean {
  return why.kind === 'missing' || why.kind === 'cut';
}

/** What became of it, in a word or two. */
export function absenceWord(one: NotStarted): string {
  return isMissing(one) ? 'missing' : 'not started';
}
