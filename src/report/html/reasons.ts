import { html, type Markup } from './markup.ts';
import { proseMarkup } from './short-text.ts';

/** Sentences, one below the other. */
export function reasonsMarkup(reasons: readonly string[]): Markup | undefined {
  if (reasons.length === 0) return undefined;
  return html`<ul class="reasons">
    ${reasons.map((reason) => html`<li>${proseMarkup(reason)}</li>`)}
  </ul>`;
}
