import type { EventResult } from '../../../core/result.gen.ts';
import { cutToWidth } from '../../display-width.ts';
import { formatMoment } from '../../figures.ts';
import { describeEvent } from '../../event-text.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { MOMENTS_HEIGHT } from './moment-marks.ts';
import { courseMarkup, momentMarkup, type TimeAxis } from './plot.ts';

/** A full square where an event began, an empty one for one that failed: no shape of what happens to the network. */
export const EVENT_SHAPES: Readonly<Record<'done' | 'failed', Markup>> = {
  done: html`<rect class="event" x="-4.5" y="0.5" width="9" height="9" fill="#7c3aed" />`,
  failed: html`<rect x="-4" y="1" width="8" height="8" fill="none" stroke="#dc4437" stroke-width="2" />`,
};

/** What the steps did to the services, in the lane of moments that begins at `top`: from its begin, as long as it took. */
export function eventMarks(events: readonly EventResult[], axis: TimeAxis, top: number): Content {
  const lane = { top: top + 2, height: MOMENTS_HEIGHT - 2 };
  return events.map((event) => [
    courseMarkup(axis, { start: event.began, end: event.ended }, lane, BAR),
    momentMarkup(axis, event.began, lane, markMarkup(event)),
  ]);
}

const BAR: Markup = html`<rect class="event" y="4" width="100%" height="2" fill="#7c3aed" />`;

function markMarkup(event: EventResult): Markup {
  const shape = event.outcome === 'failed' ? EVENT_SHAPES.failed : EVENT_SHAPES.done;
  return html`<g
    ><title>${cutToWidth(describeEvent(event), 300)} at ${formatMoment(event.began)}</title>${shape}</g
  >`;
}
