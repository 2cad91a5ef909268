import type { VerdictName } from '../core/result.gen.ts';
import type { Change, Evidence } from '../slo/change.ts';

/** The level of every interval here. */
export const CONFIDENCE = 0.95;

/** A run beside the base. */
export interface Comparison {
  /** What is not the same in the two, beside what they measured. */
  readonly differences: readonly Difference[];
  readonly steps: readonly StepComparison[];
}

export interface Difference {
  readonly what: string;
  /** As people read it; `-` where there is none. */
  readonly base: string;
  readonly other: string;
}

/** How a step ended in each run; null: it is not in that run, or was not judged. */
export interface StepVerdicts {
  readonly name: string;
  readonly base: VerdictName | null;
  readonly other: VerdictName | null;
}

export type StepComparison =
  | (StepVerdicts & { readonly kind: 'compared'; readonly subjects: readonly SubjectComparison[] })
  /** Its figures cannot be trusted in one of the runs, or are only in one. */
  | (StepVerdicts & { readonly kind: 'not-compared'; readonly reason: string });

/** A load or an edge; how many requests each figure rests on, null where it is only in the other run. */
export interface SubjectComparison {
  readonly kind: 'load' | 'edge';
  readonly name: string;
  readonly base: number | null;
  readonly other: number | null;
  readonly figures: readonly FigureComparison[];
}

export type FigureName = 'success' | 'rps' | 'p50' | 'p95' | 'p99' | 'mean';

/** Shares between 0 and 1, milliseconds, or answers a second; null where there is none, and infinite for no answer. */
interface FigureValues {
  readonly figure: FigureName;
  readonly base: number | null;
  readonly other: number | null;
}

export type FigureComparison =
  | (FigureValues & {
      readonly kind: 'compared';
      /** `difference`: in the unit of the figure; `relative`: as a share of the base. */
      readonly scale: 'difference' | 'relative';
      readonly change: Change;
      readonly evidence: Evidence;
    })
  | (FigureValues & { readonly kind: 'not-compared'; readonly reason: string });
