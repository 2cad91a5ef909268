import type { EventResult } from '../../../core/result.gen.ts';
import { formatMeasured, formatMoment } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

const COLUMNS: readonly Column<EventResult>[] = [
  { heading: 'Began', cell: ({ began }) => formatMoment(began), numeric: true },
  { heading: 'Event', cell: nameCell, names: true },
  { heading: 'Outcome', cell: outcomeCell },
  { heading: 'Took', cell: ({ began, ended }) => formatMeasured(ended - began), numeric: true },
  { heading: 'What came of it', cell: ({ detail }) => proseMarkup(detail ?? ''), prose: true },
];

/** What the step did to the services. */
export function eventsMarkup(events: readonly EventResult[]): Markup | undefined {
  return events.length === 0 ? undefined : tableMarkup('Events', COLUMNS, events);
}

function nameCell({ name, what, log }: EventResult): Content {
  const title = name === what ? nameMarkup(what) : html`${nameMarkup(name)} <code>${nameMarkup(what)}</code>`;
  return log === undefined ? title : html`${title}<br /><small>output in ${nameMarkup(log)}</small>`;
}

function outcomeCell({ outcome }: EventResult): Content {
  return outcome === 'done' ? outcome : html`<strong class="disagrees">${outcome}</strong>`;
}
