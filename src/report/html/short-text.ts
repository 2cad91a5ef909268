import { cutToWidth } from '../display-width.ts';
import { html, type Content, type Markup } from './markup.ts';

const NAME_LENGTH = 80;
const PROSE_LENGTH = 600;
/** What is cut is shown whole on hovering, up to what anybody would read there. */
const TITLE_LENGTH = 2000;

/** A name that somebody chose, isolated so that its direction of writing leaves its neighbours alone. */
export function nameMarkup(name: string): Markup {
  return bounded(name, NAME_LENGTH, (shown) => shown);
}

/** A sentence, its literals in backticks set as code; shown whole unless something absurd is in it. */
export function proseMarkup(text: string): Markup {
  return bounded(text, PROSE_LENGTH, (shown) =>
    shown
      .split(/(`[^`]+`)/)
      .map((part, index) => (index % 2 === 1 ? html`<code>${part.slice(1, -1)}</code>` : part)),
  );
}

function bounded(text: string, length: number, dress: (shown: string) => Content): Markup {
  const shown = cutToWidth(text, length);
  if (shown === text) return html`<bdi>${dress(text)}</bdi>`;
  return html`<bdi title="${text.slice(0, TITLE_LENGTH)}">${dress(shown)}</bdi>`;
}
