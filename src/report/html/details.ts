import { html, type Content, type Markup } from './markup.ts';

/** What only some readers want: closed on a screen, without a script, and open on paper. */
export function detailsMarkup(summary: Content, content: Content): Markup {
  return html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}
