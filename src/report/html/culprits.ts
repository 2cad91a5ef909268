import type { CulpritHop, CulpritResult, ExpectationResult } from '../../core/result.gen.ts';
import { formatCount, formatMeasured } from '../figures.ts';
import { html, type Markup } from './markup.ts';
import { nameMarkup, proseMarkup } from './short-text.ts';
import { tableMarkup, type Column } from './table.ts';

type Accused = ExpectationResult & { readonly culprit: CulpritResult };

const EDGE: Column<CulpritHop> = { heading: 'Edge', cell: ({ edge }) => nameMarkup(edge) };
const WAY: Column<CulpritHop> = { heading: 'From', cell: ({ from }) => nameMarkup(from) };
const TO: Column<CulpritHop> = { heading: 'To', cell: ({ to }) => nameMarkup(to) };
const N: Column<CulpritHop> = { heading: 'Requests', cell: ({ n }) => formatCount(n), numeric: true };
const FAILED: Column<CulpritHop> = {
  heading: 'Failed',
  cell: ({ failed }) => formatCount(failed),
  numeric: true,
};
const ADDED: Column<CulpritHop> = {
  heading: 'Added per request',
  cell: ({ added }) => (added === undefined ? '–' : formatMeasured(added)),
  numeric: true,
};
const SHARE: Column<CulpritHop> = { heading: 'Explains', cell: shareCell, numeric: true };

/** For each expectation that failed, the edge that explains it and the numbers that lead there. */
export function culpritsMarkup(expectations: readonly ExpectationResult[]): Markup | undefined {
  const accused = expectations.flatMap((one) =>
    one.culprit === undefined ? [] : [{ ...one, culprit: one.culprit }],
  );
  if (accused.length === 0) return undefined;
  return html`<section class="culprits">
    <h3>Where it comes from</h3>
    ${accused.map(culpritMarkup)}
  </section>`;
}

function culpritMarkup({ name, culprit }: Accused): Markup {
  const { about, because = [], considered, summary } = culprit;
  const reasons = because.map((line) => html`<li>${proseMarkup(line)}</li>`);
  const list =
    reasons.length === 0
      ? undefined
      : html`<ul class="reasons">
          ${reasons}
        </ul>`;
  const columns = [EDGE, WAY, TO, N, FAILED, ...(about === 'latency' ? [ADDED] : []), SHARE];
  const table =
    considered.length === 0
      ? undefined
      : tableMarkup(html`The edges that were looked at for ${nameMarkup(name)}`, columns, considered);
  return html`<p><strong>${nameMarkup(name)}</strong>: ${proseMarkup(summary)}</p>
    ${list}${table}`;
}

function shareCell({ share }: CulpritHop): string {
  if (share === undefined) return '–';
  const [value, low, high] = [share.value, share.low, share.high].map((one) => `${Math.round(one * 100)}%`);
  return `${value} (${low} to ${high})`;
}
