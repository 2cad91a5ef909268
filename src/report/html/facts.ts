import { html, type Content, type Markup } from './markup.ts';

/** A term and what it is; left out where there is nothing to say. */
export type Fact = readonly [term: string, is: Content];

export function factsMarkup(facts: readonly Fact[]): Markup {
  const present = facts.filter(([, is]) => is !== undefined);
  return html`<dl>
    ${present.map(
      ([term, is]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${is}</dd>
        </div>`,
    )}
  </dl>`;
}
