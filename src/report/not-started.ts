import type { Cell } from '../core/result.gen.ts';

/** A scenario of the call that was checked and then not started. */
export interface NotStarted {
  readonly scenario: string;
  readonly file: string;
  /** Which of its matrix; `scenario` names it too. */
  readonly cell?: Cell;
  readonly tags?: readonly string[];
  readonly why: WhyNotStarted;
  /** When the last that was started was over: ISO 8601, UTC. */
  readonly at: string;
}

/** `fail-fast`: the scenario `after` did not end with exit code 0. */
export type WhyNotStarted =
  | { readonly kind: 'fail-fast'; readonly after: string }
  | { readonly kind: 'interrupted' };

/** Why, as the end of a sentence. */
export function describeWhy(why: WhyNotStarted): string {
  switch (why.kind) {
    case 'fail-fast':
      return `${why.after} did not pass, and --fail-fast was given`;
    case 'interrupted':
      return 'the call was interrupted';
  }
}
