import type { Difference } from '../../compare/comparison.ts';
import { html, type Markup } from '../html/markup.ts';
import { nameMarkup } from '../html/short-text.ts';
import { tableMarkup, type Column } from '../html/table.ts';

const COLUMNS: readonly Column<Difference>[] = [
  { heading: 'What', cell: ({ what }) => nameMarkup(what) },
  { heading: 'Base', cell: ({ base }) => nameMarkup(base) },
  { heading: 'Run', cell: ({ other }) => nameMarkup(other) },
];

/** What was not the same in the two runs, before what they measured. */
export function differencesMarkup(differences: readonly Difference[]): Markup {
  if (differences.length === 0) return html`<p>Scenario, params, versions and machine are the same.</p>`;
  return tableMarkup('What differs', COLUMNS, differences);
}
