import { formatDuration } from '../core/units/duration.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { PlannedEvent } from '../plan/planned-event.ts';
import { textTable } from './text-table.ts';

/** What a step does to the services, a line each; times from the beginning of the step. */
export function eventsText({ start, events = [] }: PlannedStep): string {
  return textTable(
    events.map((event) => [`at ${formatDuration(event.at - start)}`, event.what, ...detailsOf(event)]),
    '  ',
  );
}

function detailsOf(event: PlannedEvent): string[] {
  const named = event.name === event.what ? [] : [event.name];
  switch (event.kind) {
    case 'run':
      return [`exits with 0 within ${formatDuration(event.within)}`, ...named];
    case 'http':
      return [`answers ${event.status ?? '2xx'} within ${formatDuration(event.within)}`, ...named];
    case 'signal':
      return ['', ...named];
    case 'restart':
      return ['waits until it is ready', ...named];
  }
}
