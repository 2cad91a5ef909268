import { html, type Markup } from '../markup.ts';

/** What the strokes and fills of a timeline mean. */
export function legendMarkup(): Markup {
  return html`<ul class="legend">
    ${entry('p50', html`<path class="p50" d="M1 6H21" stroke="#12a594" stroke-width="1.5" />`)}
    ${entry('p95', html`<path class="p95" d="M1 6H21" stroke="#3b82f6" stroke-width="2.5" />`)}
    ${entry('p99', html`<path class="p99" d="M1 6H21" stroke="#3b82f6" stroke-width="1" />`)}
    ${entry('bound', html`<path class="bound" d="M1 6H21" stroke="#b4356f" stroke-width="1.5" stroke-dasharray="6 4" />`)}
    ${entry('impaired', html`<rect class="impaired" width="22" height="12" fill="#e0a100" fill-opacity="0.14" />`)}
    ${entry('settling', html`<path d="M2 12L10 0M8 12L16 0M14 12L22 0" stroke="currentColor" stroke-opacity="0.4" />`)}
    ${entry('no answer', html`<rect class="unanswered" y="3" width="22" height="5" fill="#dc4437" />`)}
  </ul>`;
}

function entry(word: string, swatch: Markup): Markup {
  return html`<li>
    <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">${swatch}</svg> ${word}
  </li>`;
}
