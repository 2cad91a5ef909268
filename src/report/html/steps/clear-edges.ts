import type { StepEdge } from '../../../core/result.gen.ts';
import { detailsMarkup } from '../details.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { describeUsage } from './edge-usage.ts';
import { kernelCountersMarkup } from './kernel-counters.ts';

const COLUMNS: readonly Column<StepEdge>[] = [
  { heading: 'Edge', cell: ({ edge }) => nameMarkup(edge), names: true },
  { heading: 'State', cell: stateCell },
  { heading: 'Used by', cell: describeUsage },
];

/** Clear, as it should be. */
export function isQuiet({ label, proof }: StepEdge): boolean {
  return label === 'clear' && proof.outcome !== 'failed';
}

/** The edges that were clear, as they should be, in one line that opens. */
export function clearEdgesMarkup(all: readonly StepEdge[]): Markup | undefined {
  const edges = all.filter(isQuiet);
  if (edges.length === 0) return undefined;
  const names = edges.map(({ edge }, index) => [index === 0 ? '' : ', ', nameMarkup(edge)]);
  const counters = edges.map(({ edge, kernel }) =>
    kernel === undefined ? undefined : kernelCountersMarkup(kernel, edge),
  );
  return detailsMarkup(html`${edges.length === 1 ? 'Clear edge' : 'Clear edges'}: ${names}`, [
    tableMarkup('Clear in this step', COLUMNS, edges),
    counters,
  ]);
}

/** Measured where it had been impaired before: `the link is clear: RTT 173us`. */
function stateCell({ proof }: StepEdge): Markup {
  const seen = proof.rows.map(({ what, observed }) => `${what} ${observed}`).join(', ');
  return html`${proseMarkup(proof.reason)}${seen === '' ? '' : ': '}${nameMarkup(seen)}`;
}
