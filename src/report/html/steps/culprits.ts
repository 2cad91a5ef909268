import type { CulpritHop, CulpritResult, ExpectationResult } from '../../../core/result.gen.ts';
import { formatCount, formatMeasured } from '../../figures.ts';
import { detailsMarkup } from '../details.ts';
import { html, type Markup } from '../markup.ts';
import { reasonsMarkup } from '../reasons.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

/** Expectations that have one and the same explanation. */
interface Accusation {
  readonly names: readonly string[];
  readonly culprit: CulpritResult;
}

const EDGE: Column<CulpritHop> = { heading: 'Edge', cell: ({ edge }) => nameMarkup(edge), names: true };
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

/** For what failed, the edge that explains it and the numbers that lead there. */
export function culpritsMarkup(expectations: readonly ExpectationResult[]): Markup | undefined {
  const accusations = accusationsOf(expectations);
  if (accusations.length === 0) return undefined;
  return html`<section class="culprits">
    <h3>Where it comes from</h3>
    ${accusations.map(culpritMarkup)}
  </section>`;
}

function accusationsOf(expectations: readonly ExpectationResult[]): readonly Accusation[] {
  const bySummary = new Map<string, Accusation>();
  for (const { name, culprit } of expectations) {
    if (culprit === undefined) continue;
    const names = [...(bySummary.get(culprit.summary)?.names ?? []), name];
    bySummary.set(culprit.summary, { names, culprit });
  }
  return [...bySummary.values()];
}

function culpritMarkup({ names, culprit }: Accusation): Markup {
  const { about, because = [], considered, summary } = culprit;
  const columns = [EDGE, WAY, TO, N, FAILED, ...(about === 'latency' ? [ADDED] : []), SHARE];
  const table = tableMarkup('The edges that were looked at', columns, considered);
  return html`<p>
      ${names.map((name) => html`<code>${nameMarkup(name)}</code><br />`)}<strong
        >${proseMarkup(summary)}</strong
      >
    </p>
    ${reasonsMarkup(because)}${considered.length === 0 ? undefined : detailsMarkup(`The ${considered.length} edges that were looked at`, table)}`;
}

function shareCell({ share }: CulpritHop): string {
  if (share === undefined) return '–';
  const [value, low, high] = [share.value, share.low, share.high].map((one) => `${Math.round(one * 100)}%`);
  return `${value} (${low} to ${high})`;
}
