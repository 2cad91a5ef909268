import type { Milliseconds } from '../../core/clock.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { LiftedEvent } from '../lift-events.ts';
import type { PlannedService } from '../plan.ts';
import type { Scope } from '../scope.ts';
import type { StepTimes } from '../step-times.ts';
import { durationOr } from '../values.ts';

/** What is asked for at a time that the step does not have, and what ends the run although nobody may have meant that. */
export function checkEvents(
  scope: Scope,
  lifted: readonly LiftedEvent[],
  { times, services }: { readonly times: readonly StepTimes[]; readonly services: readonly PlannedService[] },
): void {
  for (const [index, step] of scope.document.steps.entries()) {
    const { start = 0, end = 0 } = times[index] ?? {};
    for (const [item, { at, within }] of (step.do ?? []).entries()) {
      const begin = durationOr(at, 0);
      const place = ['steps', index, 'do', item];
      if (end <= start) continue;
      if (begin >= end - start) scope.report(beyondStep(begin, end - start, [...place, 'at']));
      else if (begin + durationOr(within, 0) > end - start)
        scope.report(mayOutlast(end - start - begin, [...place, 'within']));
    }
  }
  for (const event of lifted) checkEnd(scope, event, services);
}

type Finding = Parameters<Scope['report']>[0];

function beyondStep(begin: Milliseconds, length: Milliseconds, at: Finding['at']): Finding {
  return {
    code: 'event-beyond-step',
    message: `the event is to begin ${formatDuration(begin)} after the beginning of its step, which lasts ${formatDuration(length)}`,
    hint: `write less than \`${formatDuration(length)}\`, or put it into the step in which it is to happen`,
    at,
  };
}

/** The step is judged when its events are over, and what ends after it makes it inconclusive. */
function mayOutlast(left: Milliseconds, at: Finding['at']): Finding {
  return {
    code: 'event-may-outlast',
    severity: 'warning',
    message: `the event may take longer than the ${formatDuration(left)} that are left of its step`,
    hint: `write \`within: ${formatDuration(left)}\` or less, or make the step longer`,
    at,
  };
}

/** A service that ends by itself fails the run, whatever it was sent. */
function checkEnd(scope: Scope, { planned, at }: LiftedEvent, services: readonly PlannedService[]): void {
  if (planned.kind !== 'signal' || planned.target.kind !== 'service') return;
  const { signal, target } = planned;
  const service = services.find(({ name }) => name === target.service);
  if (service?.kind !== 'process' || (signal !== 'SIGTERM' && signal !== 'SIGKILL')) return;
  scope.report({
    code: 'event-ends-service',
    severity: 'warning',
    message: `${signal} goes to all processes of service \`${service.name}\`, and a service that ends by itself is a fail of the run`,
    hint: `write \`restart: ${service.name}\` where it is to be started again`,
    at: [...at, 'signal', 'name'],
  });
}
