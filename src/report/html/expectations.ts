import type { ExpectationResult } from '../../core/result.gen.ts';
import { formatCount, formatWindow } from '../figures.ts';
import { html, type Markup } from './markup.ts';
import { nameMarkup, proseMarkup } from './short-text.ts';
import { tableMarkup, type Column } from './table.ts';
import { verdictBadge } from './verdict-badge.ts';

const COLUMNS: readonly Column<ExpectationResult>[] = [
  { heading: 'Verdict', cell: verdictCell },
  { heading: 'Expectation', cell: expectationCell, prose: true },
  { heading: 'Expected', cell: ({ expected }) => nameMarkup(expected) },
  { heading: 'Observed', cell: ({ observed }) => nameMarkup(observed), numeric: true },
  { heading: 'Interval', cell: intervalCell, numeric: true },
  { heading: 'n', cell: ({ n }) => formatCount(n), numeric: true },
  { heading: 'Window', cell: ({ window }) => formatWindow(window), numeric: true },
];

/** Each expectation with what it rests on. */
export function expectationsMarkup(expectations: readonly ExpectationResult[]): Markup | undefined {
  if (expectations.length === 0) return undefined;
  return tableMarkup('Expectations', COLUMNS, expectations);
}

function verdictCell({ verdict, gate }: ExpectationResult): Markup {
  return gate === 'warn'
    ? html`${verdictBadge(verdict)}<br /><small>does not gate</small>`
    : verdictBadge(verdict);
}

function expectationCell({ name, that, reason, because }: ExpectationResult): Markup {
  const title =
    name === that
      ? html`<code>${nameMarkup(that)}</code>`
      : html`${nameMarkup(name)} <code>${nameMarkup(that)}</code>`;
  const why = because === undefined ? undefined : html`<br /><small>Because ${proseMarkup(because)}</small>`;
  return html`${title}<br /><span class="reason">${proseMarkup(reason)}</span>${why}`;
}

function intervalCell({ intervalText, confidence }: ExpectationResult): Markup | string {
  if (intervalText !== undefined) return nameMarkup(intervalText);
  return confidence === null ? 'point estimate' : '–';
}
