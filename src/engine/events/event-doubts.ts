import type { EventResult } from '../../core/result.gen.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { PlannedStep } from '../../plan/plan.ts';

/** What of the events of a step did not happen, so that nothing in it says how the system takes them. */
export function failedEvents(events: readonly EventResult[]): string[] {
  return events.flatMap(({ name, outcome, detail = '' }) =>
    outcome === 'failed' ? [`event \`${name}\` failed: ${detail}`] : [],
  );
}

/** What of the events of a step happened in the next. */
export function lateEvents(step: PlannedStep, events: readonly EventResult[]): string[] {
  return events.flatMap(({ name, ended }) =>
    ended > step.end
      ? [
          `event \`${name}\` ended ${formatDuration(Math.ceil(ended - step.end))} after its step: make the step longer`,
        ]
      : [],
  );
}
