import type { SearchResult, SearchTrial } from '../../../core/result.gen.ts';
import { formatRatio } from '../../../core/units/ratio.ts';
import { formatCount, formatMeasured, formatMoment } from '../../figures.ts';
import { detailsMarkup } from '../details.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { formatAmount } from './amounts.ts';
import { drawingMarkup, OUTCOME_VERDICTS } from './drawing.ts';
import { outcomeBadge } from './outcome-badge.ts';

const PURPOSES: Readonly<Record<SearchTrial['purpose'], string>> = {
  end: 'end of the range',
  gate: 'the gate',
  halve: 'middle of what was left',
  check: 'whether worse is worse',
};

const COLUMNS: readonly Column<SearchTrial>[] = [
  { heading: 'Value', cell: ({ text }) => html`<strong>${text}</strong>`, names: true },
  { heading: 'Outcome', cell: ({ outcome }) => outcomeBadge(outcome) },
  { heading: 'Tried as', cell: ({ purpose }) => PURPOSES[purpose] },
  { heading: 'From', cell: ({ from }) => formatMoment(from), numeric: true },
  { heading: 'Measured', cell: ({ from, to }) => formatMeasured(to - from), numeric: true },
  { heading: 'Looks', cell: ({ looks }) => formatCount(looks), numeric: true },
  { heading: 'n', cell: ({ n }) => formatCount(n), numeric: true },
  { heading: 'Why', cell: whyCell, prose: true },
];

/** What a search found, and how it came to that. */
export function searchMarkup(search: SearchResult | undefined, id: string): Markup | undefined {
  if (search === undefined) return undefined;
  const { vary, from, to, precision, confidence, most, statement, trials, expectations } = search;
  const range = `${formatAmount(search, from)} to ${formatAmount(search, to)}`;
  return html`<figure class="search">
    <figcaption><strong>Search of ${nameMarkup(vary)}</strong>: ${proseMarkup(statement)}</figcaption>
    <p>
      <small
        >${trials.length} of at most ${most} trials in ${range}, to ${formatAmount(search, precision)}, at
        ${formatRatio(confidence)} in all. At each value:
        ${expectations.map((name, index) => html`${index === 0 ? '' : ', '}<code>${nameMarkup(name)}</code>`)}</small
      >
    </p>
    ${trials.length === 0 ? undefined : drawingMarkup(search, id)}
    ${detailsMarkup(
      `${trials.length} trials`,
      tableMarkup(
        'Trials, in their order',
        COLUMNS,
        trials,
        ({ outcome }) => `is-${OUTCOME_VERDICTS[outcome]}`,
      ),
    )}
  </figure>`;
}

function whyCell({ why, proof }: SearchTrial): Markup {
  const wasProved = proof.outcome === 'proved' || proof.outcome === 'failed';
  return html`<span class="reason">${proseMarkup(why)}</span
    >${wasProved ? undefined : html`<br /><small>${proseMarkup(proof.reason)}</small>`}`;
}
