import { everySample } from '../metrics/window-data.ts';
import type { Assumption } from './assumption.ts';
import type { Confidence } from './confidence.ts';
import { decide } from './decide.ts';
import { previousOf, stepsReferredTo, type Evidence } from './evidence.ts';
import { evaluateRecovery } from './evaluate-recovery.ts';
import { concludeFrom, concludeWithout, type Evaluation } from './evaluation.ts';
import type { Comparison, Expectation } from './grammar.ts';
import type { Judgement } from './judge.ts';
import { describeShortage } from './reasons.ts';
import { metricsIn } from './metrics-in.ts';
import type { RecoveryInput } from './recovery.ts';
import {
  estimateSides,
  judgeComparison,
  judgeSides,
  resolve,
  windowsOf,
  type Resolved,
  type Sides,
} from './resolve.ts';

export type { Evaluation };

export interface EvaluationInput {
  readonly expectation: Expectation;
  readonly confidence: Confidence;
  readonly evidence: Evidence;
  /** Needed by `recovery` only. */
  readonly recovery?: RecoveryInput;
  /** Why the window itself is in doubt (a late generator, an unproven edge); they weaken a pass, nothing else. */
  readonly doubts?: readonly string[];
}

/** Judges one expectation by what was measured. */
export function evaluate({
  expectation,
  confidence,
  evidence,
  recovery,
  doubts = [],
}: EvaluationInput): Evaluation {
  if (expectation.left.fn.kind === 'recovery')
    return evaluateRecovery({ expectation, evidence, recovery, doubts });
  for (const metric of metricsIn(expectation)) {
    const absence = evidence.absent?.(metric);
    if (absence !== undefined) return concludeWithout(expectation, absence.verdict, absence.why);
  }
  const earlier = previousOf(expectation, evidence);
  if (earlier?.kind === 'unusable') return concludeWithout(expectation, 'inconclusive', earlier.why);
  const resolved = resolve(expectation, evidence);
  if ('missing' in resolved) return concludeWithout(expectation, 'error', resolved.missing);
  const empty = findEmpty(resolved);
  if (empty !== undefined) return concludeWithout(expectation, 'inconclusive', empty);
  const { comparison } = expectation;
  // An interval never closes on a single point, so equality shows none.
  const shown =
    comparison === '==' ? ({ comparison: '<=', confidence: 'none' } as const) : { comparison, confidence };
  const sides = estimateSides(resolved, { ...shown, assumption: 'measured' });
  const decision = decide(judgedUnder(resolved, { comparison, confidence }, sides));
  const shortage =
    decision.doubt === 'missing' ? undefined : describeShortage(expectation, resolved, confidence);
  return concludeFrom({
    expectation,
    confidence: shown.confidence,
    decision,
    seen: sides.left,
    bound: sides.bound,
    sample: everySample(resolved.left.window),
    windows: windowsOf(resolved),
    doubts: shortage === undefined ? doubts : [shortage, ...doubts],
    blocked: blockedBy(expectation, evidence),
    ...(earlier !== undefined && { previous: earlier.run }),
  });
}

/** Judges under each assumption; where nothing is missing or in doubt, they are all the same. `measured` are the sides as measured. */
function judgedUnder(
  resolved: Resolved,
  under: { readonly comparison: Comparison; readonly confidence: Confidence },
  measured: Sides,
): (assumption: Assumption) => Judgement {
  const { comparison } = under;
  const isComplete = windowsOf(resolved).every(({ straddling, dropped }) => straddling.n + dropped === 0);
  return (assumption) =>
    comparison !== '==' && (isComplete || assumption === 'measured')
      ? judgeSides(measured, comparison)
      : judgeComparison(resolved, { ...under, assumption });
}

/** A step that did not pass is no measure for others. */
function blockedBy(expectation: Expectation, evidence: Evidence): string | undefined {
  for (const step of stepsReferredTo(expectation)) {
    const verdict = evidence.stepVerdict(step);
    if (verdict === undefined) return `step \`${step}\`, which its bound refers to, was not judged`;
    if (verdict !== 'pass') return `step \`${step}\`, which its bound refers to, is itself \`${verdict}\``;
  }
  return undefined;
}

function findEmpty({ left, terms }: Resolved): string | undefined {
  if (everySample(left.window).n === 0) {
    const { dropped } = left.window;
    return `no samples in the window${dropped > 0 ? ` (${dropped} arrivals were dropped)` : ''}`;
  }
  const empty = terms.find((term) => term.kind === 'measured' && everySample(term.source.window).n === 0);
  return empty?.kind === 'measured' ? `no samples of ${empty.source.label}` : undefined;
}
