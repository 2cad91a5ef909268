import { everySample } from '../metrics/window-data.ts';
import { decide } from './decide.ts';
import { pointFact } from './estimate.ts';
import { stepsReferredTo, type Evidence } from './evidence.ts';
import { concludeFrom, concludeWithout, type Evaluation } from './evaluation.ts';
import type { Expectation } from './grammar.ts';
import { judge } from './judge.ts';
import { decisiveFor, recoveryLimit, recoveryTimes, type RecoveryInput } from './recovery.ts';

interface RecoveryEvaluation {
  readonly expectation: Expectation;
  readonly evidence: Evidence;
  readonly recovery: RecoveryInput | undefined;
  readonly doubts: readonly string[];
}

/** Judges `recovery(x) <= T`, a point fact; never reached is a fail. */
export function evaluateRecovery({
  expectation,
  evidence,
  recovery,
  doubts,
}: RecoveryEvaluation): Evaluation {
  const { left } = expectation;
  const window = evidence.window(left);
  if (window === undefined)
    return concludeWithout(expectation, 'error', `nothing measures \`${left.subject}\``);
  const decisive = decisiveFor(expectation, recovery?.others ?? []);
  if (recovery === undefined || decisive.length === 0) {
    const why = `the step expects nothing else of \`${left.subject}\` that could recover`;
    return concludeWithout(expectation, 'error', why);
  }
  const { n } = everySample(window);
  if (n === 0) return concludeWithout(expectation, 'inconclusive', 'no samples in the window');
  const times = recoveryTimes(decisive, recovery.slices);
  const limit = pointFact(recoveryLimit(expectation), n);
  const comparison = expectation.comparison === '<' ? '<' : '<=';
  const unclear = decisive
    .flatMap((other) => stepsReferredTo(other))
    .find((step) => evidence.stepVerdict(step) !== 'pass');
  return concludeFrom({
    expectation,
    confidence: 'none',
    decision: decide((assumption) => judge(pointFact(times[assumption], n).range, comparison, limit.range)),
    seen: pointFact(times.measured, n),
    bound: limit,
    sample: undefined,
    windows: [window],
    doubts,
    blocked:
      unclear === undefined
        ? undefined
        : `what has to recover refers to step \`${unclear}\`, which did not pass`,
  });
}
