import type { Milliseconds } from '../../../core/clock.ts';
import type { RunResult } from '../../../core/result.gen.ts';
import { describeEvent } from '../../event-text.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { describeMoment, networkMoments } from './moments.ts';

/** What a mark in the figures stands for. */
interface Row {
  readonly at: Milliseconds;
  readonly step: string;
  readonly text: string;
}

const TIME_AND_STEP: readonly Column<Row>[] = [
  { heading: 'At', cell: ({ at }) => formatMoment(at), numeric: true },
  { heading: 'Step', cell: ({ step }) => nameMarkup(step) },
];

function words(heading: string): Column<Row> {
  return { heading, cell: ({ text }) => proseMarkup(text), prose: true };
}

/** The ticks of the figures in words, for whom can neither point at them nor see them. */
export function momentsTable({
  steps,
  events = [],
}: Pick<RunResult, 'steps' | 'events'>): Markup | undefined {
  const network = networkMoments(steps).map((moment): Row => ({ ...moment, text: describeMoment(moment) }));
  const happened = events.map((event): Row => ({
    at: event.began,
    step: event.step,
    text: describeEvent(event),
  }));
  const rows = [...network, ...happened].toSorted((a, b) => a.at - b.at);
  if (rows.length === 0) return undefined;
  if (happened.length === 0)
    return html`<details>
      <summary>When the network was changed, and when that was proved</summary>
      ${tableMarkup('Changes and proofs', [...TIME_AND_STEP, words('Network')], rows)}
    </details>`;
  return html`<details>
    <summary>When the network was changed, when that was proved, and what else the steps did</summary>
    ${tableMarkup('Changes, proofs and events', [...TIME_AND_STEP, words('What happened')], rows)}
  </details>`;
}
