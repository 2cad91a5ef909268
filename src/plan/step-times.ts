import type { Milliseconds } from '../core/clock.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { Step } from '../scenario/document.gen.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

const LEAST_SETTLE: Milliseconds = 2_000;
const SETTLE_RTTS = 4;

/** What a hint leaves to judge in a step that has nothing left. */
export const WINDOW_TO_LEAVE: Milliseconds = 5_000;

/** When a step is, in milliseconds from the run's start. */
export interface StepTimes {
  readonly start: Milliseconds;
  readonly windowStart: Milliseconds;
  readonly end: Milliseconds;
}

/** Lays the steps end to end; `rtts` holds the largest round trip that each step adds. */
export function layOutSteps(scope: Scope, rtts: readonly Milliseconds[]): StepTimes[] {
  let start = 0;
  return scope.document.steps.map((step, index) => {
    const settle = settleOf(step, rtts[index] ?? 0);
    const length = durationOr(step.for, 0);
    if (settle >= length) reportTooShort(scope, { step, index, settle, rtt: rtts[index] ?? 0 });
    const times = { start, windowStart: start + Math.min(settle, length), end: start + length };
    start = times.end;
    return times;
  });
}

function settleOf(step: Step, rtt: Milliseconds): Milliseconds {
  return durationOr(step.settle, Math.max(LEAST_SETTLE, SETTLE_RTTS * rtt));
}

interface TooShort {
  readonly step: Step;
  readonly index: number;
  readonly settle: Milliseconds;
  readonly rtt: Milliseconds;
}

function reportTooShort(scope: Scope, { step, index, settle, rtt }: TooShort): void {
  const why =
    step.settle === undefined && SETTLE_RTTS * rtt > LEAST_SETTLE
      ? ` (four round trips of ${formatDuration(rtt)})`
      : '';
  scope.report({
    code: 'step-too-short',
    message: `step \`${step.name}\` lasts ${formatDuration(durationOr(step.for, 0))} and settles for ${formatDuration(settle)}${why}: nothing is left to judge`,
    hint: `write at least \`for: ${formatDuration(settle + WINDOW_TO_LEAVE)}\`, or a shorter \`settle\``,
    at: ['steps', index, 'for'],
  });
}
