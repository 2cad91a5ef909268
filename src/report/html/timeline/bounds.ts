import type { VerdictName } from '../../../core/events.ts';
import type { ExpectationResult, StepResult } from '../../../core/result.gen.ts';
import type { TimeSpan } from './plot.ts';

/** The panel that a bound is drawn into, by what its expectation asks for. */
export type BoundKind = 'latency' | 'success' | 'rate';

/** What an expectation demands of one subject, for its dashed line. */
export interface Bound {
  readonly that: string;
  /** As short as it can be said beside its line: `p95{name=cart}`. */
  readonly figure: string;
  readonly comparison: string;
  /** As it was asked: milliseconds, a share, or exchanges per second. */
  readonly asked: number;
  /** The same on the panel's scale, where a share of errors is one that did not succeed. */
  readonly value: number;
  readonly window: TimeSpan;
  readonly verdict: VerdictName;
}

/** `p95(shoppers) <`, `p(99.9)(shoppers){name=cart} >=`, `success(shoppers{name="a b"}) >=`. */
const CHECK =
  /^\s*(?<fn>[a-z]+\d*|p\(\s*[\d.]+\s*\))\s*\(\s*(?<subject>[^(){}]+?)\s*(?:\{(?<inside>[^}]*)\})?\s*\)\s*(?:\{(?<after>[^}]*)\})?\s*(?<comparison>[<>=]=?)/;

/** What an expectation on a figure of a load or an edge asks for; undefined for anything else. */
export interface Check {
  readonly fn: string;
  readonly subject: string;
  readonly tags: string;
  readonly comparison: string;
}

export function checkOf({ kind, that }: ExpectationResult): Check | undefined {
  const found = kind === 'check' ? CHECK.exec(that)?.groups : undefined;
  if (found === undefined) return undefined;
  const { fn = '', subject = '', inside, after, comparison = '' } = found;
  return { fn: fn.replaceAll(' ', ''), subject, tags: inside ?? after ?? '', comparison };
}

/** The bounds of one kind that each step's expectations put on `subject`, step by step. */
export function boundsOn(
  steps: readonly StepResult[],
  subject: string,
  kind: BoundKind,
): readonly (readonly Bound[])[] {
  return steps.map(({ expectations }) =>
    expectations.flatMap((expectation) => {
      const check = checkOf(expectation);
      const { bound, that, window, verdict } = expectation;
      if (check?.subject !== subject || kindOf(check.fn) !== kind || bound === undefined) return [];
      const { fn, tags, comparison } = check;
      const figure = tags === '' ? fn : `${fn}{${tags}}`;
      const value = fn === 'errors' ? 1 - bound : bound;
      return [{ that, figure, comparison, asked: bound, value, window, verdict }];
    }),
  );
}

function kindOf(fn: string): BoundKind | undefined {
  if (/^(?:p\d+|p\([\d.]+\)|mean|max)$/.test(fn)) return 'latency';
  if (fn === 'success' || fn === 'errors') return 'success';
  return fn === 'rps' ? 'rate' : undefined;
}
