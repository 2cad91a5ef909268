import type { RunResult } from '../../core/result.gen.ts';

/** What a run is compared against, or why there is nothing. */
export type Earlier =
  | { readonly kind: 'run'; readonly run: EarlierRun }
  | { readonly kind: 'none'; readonly why: string };

/** A run that passed. */
export interface EarlierRun {
  readonly result: RunResult;
  readonly folder: string;
}
