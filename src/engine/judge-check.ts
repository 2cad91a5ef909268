import type { Milliseconds } from '../core/clock.ts';
import type { ExpectationResult } from '../core/result.gen.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import { everySample } from '../metrics/window-data.ts';
import { requestsIn } from '../plan/arrivals.ts';
import { isAwaited } from '../plan/lift-expectations.ts';
import { isOfK6, type PlannedLoad, type PlannedStep } from '../plan/plan.ts';
import type { PlannedCheck } from '../plan/planned-expectation.ts';
import { evaluate } from '../slo/evaluate.ts';
import type { Evaluation } from '../slo/evaluation.ts';
import { generatorDoubts, iterationDoubts, openDoubts, shortfallDoubts } from '../slo/quality.ts';
import { recoverySlices } from '../slo/recovery.ts';
import type { Collector } from './collector.ts';
import { gatherEvidence, windowOf, type EvidenceSources } from './gather-evidence.ts';
import { tagsOf } from './wanted-metrics.ts';

/** Judges one check of a step by what was measured. */
export function judgeCheck(
  sources: EvidenceSources,
  step: PlannedStep,
  check: PlannedCheck,
): ExpectationResult {
  const range = { from: check.from, to: check.to };
  const evidence = gatherEvidence(sources, step, range);
  const isRecovery = check.expectation.left.fn.kind === 'recovery';
  const whole = { from: step.start, to: step.end };
  const evaluation = evaluate({
    expectation: check.expectation,
    confidence: check.confidence,
    evidence,
    doubts: doubtsOf(sources, check),
    ...(isRecovery && {
      recovery: {
        others: step.expectations.flatMap((other) => (isAwaited(check, other) ? [other.expectation] : [])),
        slices: recoverySlices(whole, evidence, (metric, slice) => windowOf(sources, metric, slice)),
      },
    }),
  });
  return describe(check, evaluation, isRecovery ? whole : range);
}

/** What reaches an edge between services depends on all loads. */
function doubtsOf(sources: EvidenceSources, check: PlannedCheck): string[] {
  const { loads } = sources.plan;
  const { subject } = check.expectation.left;
  const own = loads.find((load) => load.name === subject || load.through === subject);
  if (own !== undefined) return doubtsAbout(own, sources, check);
  return loads.flatMap((load) =>
    doubtsAbout(load, sources, check).map((doubt) => `load \`${load.name}\`: ${doubt}`),
  );
}

function doubtsAbout(load: PlannedLoad, { collector }: EvidenceSources, check: PlannedCheck): string[] {
  const { subject, own, tags } = check.expectation.left;
  const range = { from: check.from, to: check.to };
  const filter = load.name === subject && own === undefined ? tagsOf(tags) : {};
  const { name } = filter;
  const window = collector.series(load.name, filter).window(range);
  if (isOfK6(load)) {
    // Of one tag and of a metric, nobody knows what an open request will turn out to be.
    const isPart = load.name === subject && (own !== undefined || tags.length > 0);
    const open = collector.openDueIn(load.through, range).length;
    return [
      ...openDoubts(isPart ? open : 0),
      ...droppedByK6(collector, load, range),
      ...missingOfK6(load, check, everySample(window).n + window.dropped + open, name),
    ];
  }
  // How many requests of a journey come about depends on the answers; how many of a command, on nobody here.
  if (load.kind !== 'arrivals' || load.mode === 'journey') return generatorDoubts(window);
  const random = load.arrivals === 'poisson' || (name !== undefined && load.requests.length > 1);
  return generatorDoubts(window, { count: requestsIn(load, check.from, check.to, name), random });
}

/** k6 tells when it sent, not when that was due: what was due at the ends of a window may be outside of it. */
const SENT_WITHIN: Milliseconds = 250;

/** Why a load of k6's whose number is planned was less than that; `came` holds what is open, of any name. */
function missingOfK6(
  load: PlannedLoad,
  { from, to }: PlannedCheck,
  came: number,
  name: string | undefined,
): string[] {
  if (load.kind !== 'arrivals' || load.mode === 'journey' || to - from <= 2 * SENT_WITHIN) return [];
  const count = requestsIn(load, from + SENT_WITHIN, to - SENT_WITHIN, name);
  return shortfallDoubts(came, { count, random: name !== undefined && load.requests.length > 1 });
}

function droppedByK6(collector: Collector, { name }: PlannedLoad, range: TimeRange): string[] {
  const counted = (metric: string): number => {
    const window = collector.valuesOf(name).series(metric, {})?.window(range);
    return window === undefined ? 0 : everySample(window).answered.sum;
  };
  return iterationDoubts(counted('iterations'), counted('dropped_iterations'));
}

function describe(
  check: PlannedCheck,
  evaluation: Evaluation,
  range: { from: number; to: number },
): ExpectationResult {
  const { verdict, reason, n, value, observed, interval, bound } = evaluation;
  return {
    name: check.name,
    that: check.that,
    kind: 'check',
    gate: check.gate,
    verdict,
    reason,
    expected: bound.text,
    observed,
    n,
    window: { start: range.from, end: range.to },
    ...(value !== undefined && { value: finite(value) }),
    ...(interval !== undefined && {
      // Where no answer came at all, even the lower end is no number.
      ...(Number.isFinite(interval.low) && { interval: { low: interval.low, high: finite(interval.high) } }),
      intervalText: interval.text,
    }),
    ...(bound.value !== undefined && Number.isFinite(bound.value) && { bound: bound.value }),
    confidence: check.confidence === 'none' ? null : check.confidence,
    ...(check.because !== undefined && { because: check.because }),
  };
}

/** JSON knows no infinity: null stands for "no answer". */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
