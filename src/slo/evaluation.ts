import type { VerdictName } from '../core/events.ts';
import type { Cell } from '../metrics/cell.ts';
import type { WindowData } from '../metrics/window-data.ts';
import type { Confidence } from './confidence.ts';
import type { Decision } from './decide.ts';
import type { Estimate } from './estimate.ts';
import { describeFailures } from './failures.ts';
import { formatEstimate, formatInterval } from './format.ts';
import type { Expectation, UnitKind } from './grammar.ts';
import type { Interval } from './intervals.ts';
import { printBound, printMetric } from './print.ts';
import { describeBound, describeDecision, describeFinding } from './reasons.ts';
import type { Bound } from './resolve.ts';

/** The verdict on one expectation, with all that a person needs to believe it. */
export interface Evaluation {
  readonly verdict: VerdictName;
  /** One sentence, without a final period. */
  readonly reason: string;
  readonly unit: UnitKind;
  readonly n: number;
  /** In milliseconds, as a share, or per second; Infinity for "no answer" and "never". Absent without samples. */
  readonly value?: number;
  /** The value in words: `412ms`, `at least 412ms`, `no answer`. */
  readonly observed: string;
  readonly interval?: Interval & { readonly text: string };
  /** `value` is absent until what the bound refers to is known, `interval` where it is exact. */
  readonly bound: { readonly text: string; readonly value?: number; readonly interval?: Interval };
}

export interface Findings {
  readonly expectation: Expectation;
  readonly confidence: Confidence;
  readonly decision: Decision;
  readonly seen: Estimate;
  readonly bound: Bound;
  /** What is judged; undefined for a recovery, which has no population. */
  readonly sample: Cell | undefined;
  /** All that either side rests on. */
  readonly windows: readonly WindowData[];
  /** They weaken a pass, nothing else. */
  readonly doubts: readonly string[];
  /** Why nothing can follow from the findings, whatever they are. */
  readonly blocked: string | undefined;
  /** The run that `previous` is of, where the bound refers to one. */
  readonly previous?: string;
}

/** The evaluation of something that was measured. */
export function concludeFrom(findings: Findings): Evaluation {
  const { expectation, seen, bound } = findings;
  const unit = expectation.left.unit;
  const text = describeBound(expectation, bound, findings);
  const never = expectation.left.fn.kind === 'recovery' && seen.value === Infinity;
  return {
    ...verdictOf(findings, text),
    unit,
    n: seen.n,
    value: seen.value,
    observed: never ? 'never' : formatEstimate(seen, unit),
    ...(seen.interval !== undefined && {
      interval: { ...seen.interval, text: formatInterval(seen.interval, unit) },
    }),
    bound: {
      text,
      value: bound.value,
      ...(bound.range.low !== bound.range.high && { interval: bound.range }),
    },
  };
}

function verdictOf(findings: Findings, bound: string): Pick<Evaluation, 'verdict' | 'reason'> {
  const { expectation, confidence, decision, seen, sample, windows, doubts, blocked } = findings;
  const finding = describeFinding(expectation, seen, { confidence, sample });
  if (blocked !== undefined) return { verdict: 'inconclusive', reason: `${finding}, but ${blocked}` };
  const failures = decision.verdict === 'pass' ? '' : describeFailures(expectation, sample);
  const reason = `${finding}, ${describeDecision(decision, bound, windows)}${failures}`;
  if (decision.verdict === 'fail' || doubts.length === 0) return { verdict: decision.verdict, reason };
  const link = decision.verdict === 'pass' ? ', but' : ':';
  return { verdict: 'inconclusive', reason: `${reason}${link} ${doubts.join('; ')}` };
}

/** The evaluation of something that was not measured. */
export function concludeWithout(
  expectation: Expectation,
  verdict: 'error' | 'inconclusive',
  why: string,
): Evaluation {
  return {
    verdict,
    reason: `${printMetric(expectation.left)} cannot be judged: ${why}`,
    unit: expectation.left.unit,
    n: 0,
    observed: 'nothing',
    bound: { text: `${expectation.comparison} ${printBound(expectation.bound)}` },
  };
}
