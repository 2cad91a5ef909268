import type { StepResult } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { describeMoment, networkMoments, type Moment } from './moments.ts';

const COLUMNS: readonly Column<Moment>[] = [
  { heading: 'At', cell: ({ at }) => formatMoment(at), numeric: true },
  { heading: 'Step', cell: ({ step }) => nameMarkup(step) },
  { heading: 'Network', cell: (moment) => proseMarkup(describeMoment(moment)), prose: true },
];

/** The ticks of the figures in words, for whom can neither point at them nor see them. */
export function momentsTable(steps: readonly StepResult[]): Markup | undefined {
  const moments = networkMoments(steps);
  if (moments.length === 0) return undefined;
  return html`<details>
    <summary>When the network was changed, and when that was proved</summary>
    ${tableMarkup('Changes and proofs', COLUMNS, moments)}
  </details>`;
}
