import type { EventResult } from '../../../core/result.gen.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { EVENT_SHAPES } from './event-marks.ts';
import { MOMENT_SHAPES } from './moment-marks.ts';
import type { TimelineSubject } from './subjects.ts';

/** What the strokes, fills and marks of the timelines mean. */
export function legendMarkup(
  subjects: readonly TimelineSubject[],
  events: readonly EventResult[] = [],
): Markup {
  const read = subjects.some(({ kind }) => kind !== 'unread');
  return html`<ul class="legend">
    ${read ? MEASURED : undefined}
    ${entry('bound', html`<path class="bound" d="M1 6H21" stroke="#b4356f" stroke-width="1.5" stroke-dasharray="6 4" />`)}
    ${entry('impaired', html`<rect class="impaired" width="22" height="12" fill="#e0a100" fill-opacity="0.13" /><rect width="22" height="3" fill="#e0a100" />`)}
    ${entry('settling', html`<path d="M2 12L10 0M8 12L16 0M14 12L22 0" stroke="currentColor" stroke-opacity="0.4" />`)}
    ${entry('link changed', markAt(MOMENT_SHAPES.changed))}
    ${entry('impairment proved', markAt(MOMENT_SHAPES.proved))}
    ${entry('not proved', markAt(MOMENT_SHAPES.unproved))}
    ${events.length === 0 ? undefined : entry('event', markAt(EVENT_SHAPES.done))}
    ${events.some(({ outcome }) => outcome === 'failed') ? entry('event failed', markAt(EVENT_SHAPES.failed)) : undefined}
  </ul>`;
}

const MEASURED: Content = [
  entry('p50', html`<path class="p50" d="M1 6H21" stroke="#12a594" stroke-width="1.5" />`),
  entry('p95', html`<path class="p95" d="M1 6H21" stroke="#3b82f6" stroke-width="2.5" />`),
  entry('p99', html`<path class="p99" d="M1 6H21" stroke="#3b82f6" stroke-width="1" />`),
  entry('failed, no answer', html`<rect class="failed" y="3" width="22" height="5" fill="#dc4437" />`),
];

function markAt(shape: Markup): Markup {
  return html`<g transform="translate(11 1)">${shape}</g>`;
}

function entry(word: string, swatch: Markup): Markup {
  return html`<li>
    <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">${swatch}</svg> ${word}
  </li>`;
}
