import type { Finding } from '../../exec/abilities/finding.ts';

/** One thing that was tried. */
export interface Check {
  readonly name: string;
  readonly finding: Finding;
  /** What to do where it failed, imperative. */
  readonly hint?: string;
}

/** What belongs together, because the same thing needs it. */
export interface CheckGroup {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** Adds the hint where there is something to do. */
export function check(name: string, finding: Finding, hint?: string): Check {
  return finding.kind === 'no' && hint !== undefined ? { name, finding, hint } : { name, finding };
}
