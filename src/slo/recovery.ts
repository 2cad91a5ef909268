import type { Milliseconds } from '../core/clock.ts';
import { slidingWindows } from '../metrics/sliding-windows.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import { everySample, type WindowData } from '../metrics/window-data.ts';
import { ASSUMPTIONS, type Assumption } from './assumption.ts';
import { refersToPrevious, type Evidence } from './evidence.ts';
import type { Expectation, Metric } from './grammar.ts';
import { printMetric } from './print.ts';
import { judgeComparison, resolve } from './resolve.ts';

/** One sliding window of the step, with the evidence in which it is the window that is judged. */
export interface RecoverySlice {
  /** Of its begin, from the end of the transition. */
  readonly offset: Milliseconds;
  readonly evidence: Evidence;
}

/** What the time of a recovery is found from. */
export interface RecoveryInput {
  /** The step's other expectations; those on the same subject count. */
  readonly others: readonly Expectation[];
  /** In order, to the end of the step. */
  readonly slices: readonly RecoverySlice[];
}

/** When the subject had recovered, under each assumption; Infinity for never. */
export type RecoveryTimes = Readonly<Record<Assumption, Milliseconds>>;

/** Cuts a step into sliding windows; `windowOf` gives what a metric's subject did in one of them. */
export function recoverySlices(
  step: TimeRange,
  evidence: Evidence,
  windowOf: (metric: Metric, range: TimeRange) => WindowData | undefined,
): RecoverySlice[] {
  const others = new Map<string, WindowData | undefined>();
  // Every slice asks for the same windows of other steps, which may be long.
  const windowOfOther = (metric: Metric, named: string): WindowData | undefined => {
    const key = `${printMetric(metric)}@${named}`;
    if (!others.has(key)) others.set(key, evidence.window(metric, named));
    return others.get(key);
  };
  return slidingWindows(step).map((range) => ({
    offset: range.from - step.from,
    evidence: {
      window: (metric, named) =>
        named === undefined ? windowOf(metric, range) : windowOfOther(metric, named),
      requestedRtt: (subject) => evidence.requestedRtt(subject),
      stepVerdict: (name) => evidence.stepVerdict(name),
    },
  }));
}

/**
 * The expectations that decide whether the subject of `recovery` has recovered: the others on it, tags included. One against an
 * earlier run compares whole windows, so it says nothing of a part of one.
 */
export function decisiveFor(recovery: Expectation, others: readonly Expectation[]): Expectation[] {
  const { subject, tags } = recovery.left;
  return others.filter(
    ({ left, bound }) =>
      left.fn.kind !== 'recovery' &&
      !refersToPrevious({ bound }) &&
      left.subject === subject &&
      tags.every(({ key, value }) => left.tags.some((tag) => tag.key === key && tag.value === value)),
  );
}

/** The bound of a `recovery`: the others are judged from so long after the step's start on. */
export function recoveryLimit({ bound }: Expectation): Milliseconds {
  return bound.reduce((sum, term) => (term.kind === 'quantity' ? sum + term.sign * term.value : sum), 0);
}

/**
 * The begin of the first sliding window from which on, to the step's end, every one of `decisive` holds by its
 * point estimate. A window without samples does not hold, unless missing samples are granted.
 */
export function recoveryTimes(
  decisive: readonly Expectation[],
  slices: readonly RecoverySlice[],
): RecoveryTimes {
  const since: Record<Assumption, Milliseconds> = {
    measured: Infinity,
    'without-straddling': Infinity,
    granted: Infinity,
    charged: Infinity,
  };
  for (const { offset, evidence } of slices) {
    const resolved = decisive.map((expectation) => ({ expectation, sides: resolve(expectation, evidence) }));
    for (const assumption of ASSUMPTIONS) {
      const holds = resolved.every(({ expectation, sides }) => {
        if ('missing' in sides) return false;
        if (everySample(sides.left.window).n === 0) return assumption === 'granted';
        const judgement = judgeComparison(sides, {
          comparison: expectation.comparison,
          confidence: 'none',
          assumption,
        });
        return assumption === 'granted' ? judgement !== 'fail' : judgement === 'pass';
      });
      since[assumption] = holds ? Math.min(since[assumption], offset) : Infinity;
    }
  }
  return since;
}
