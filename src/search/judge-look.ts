import { evaluate } from '../slo/evaluate.ts';
import type { Evidence } from '../slo/evidence.ts';
import { fewestSamples } from '../slo/fewest-samples.ts';
import type { Expectation } from '../slo/grammar.ts';
import type { Look } from './looks.ts';

/** What a look says of a value, and why: the first expectation that fails, or each in turn. */
export interface LookJudgement {
  readonly outcome: 'holds' | 'fails' | 'open';
  readonly why: string;
}

export interface LookEvidence {
  readonly expectations: readonly Expectation[];
  readonly evidence: Evidence;
  /** Why what was measured is in doubt; they weaken a pass, nothing else. */
  readonly doubts?: (expectation: Expectation) => readonly string[];
}

/**
 * Judges the expectations of a value by what a look sees, as a step's are judged, at the confidence that the look may use. What is still
 * open is in the evidence as straddling: it weakens what is found and never makes it.
 */
export function judgeLook(look: Look, { expectations, evidence, doubts }: LookEvidence): LookJudgement {
  const judged = (confidence: number): ReturnType<typeof evaluate>[] =>
    expectations.map((expectation) =>
      evaluate({ expectation, confidence, evidence, doubts: doubts?.(expectation) ?? [] }),
    );
  const sternly = judged(look.failsAt);
  const failed = sternly.find(({ verdict }) => verdict === 'fail');
  if (failed !== undefined) return { outcome: 'fails', why: failed.reason };
  const kindly = look.holdsAt === undefined ? sternly : judged(look.holdsAt);
  const why = kindly.map(({ reason }) => reason).join('; ');
  const holds = look.holdsAt !== undefined && kindly.every(({ verdict }) => verdict === 'pass');
  if (holds) return { outcome: 'holds', why };
  const open = kindly.find(({ verdict }) => verdict !== 'pass');
  return { outcome: 'open', why: open?.reason ?? why };
}

/** The samples with which each of the expectations can hold at a confidence. */
export function fewestToHold(expectations: readonly Expectation[], confidence: number): number {
  return Math.max(1, ...expectations.map((expectation) => fewestSamples(expectation, confidence)));
}
