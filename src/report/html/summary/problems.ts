import type { RunResult } from '../../../core/result.gen.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';

/** What could not be put back, and what broke the run. */
export function problemsMarkup(result: RunResult): Content {
  return [undoMarkup(result), errorsMarkup(result)];
}

function undoMarkup({ undo }: RunResult): Markup | undefined {
  if (undo.ok) return undefined;
  const failures = undo.failures.map(
    ({ what, reason }) => html`<li>${nameMarkup(what)}: ${proseMarkup(reason)}</li>`,
  );
  return alertMarkup(
    'The network may still be impaired',
    html`<p>
        Not everything could be put back. Read the run's <code>reaper.log</code>, and run
        <code>scenario cleanup</code> on that machine.
      </p>
      <ul>
        ${failures}
      </ul>`,
  );
}

function errorsMarkup({ errors, undo }: RunResult): Markup | undefined {
  if (errors.length === 0) return undefined;
  const items = errors.map(
    ({ code, message, hint, details }) =>
      html`<li>
        ${proseMarkup(message)}
        <small><code>${code}</code></small
        >${hint === undefined ? undefined : html`<br />${proseMarkup(hint)}`}${details === undefined ? undefined : html`<pre>${details.join('\n')}</pre>`}
      </li>`,
  );
  return alertMarkup(
    'What broke the run',
    html`<ul>
        ${items}
      </ul>
      ${undo.ok ? html`<p>Everything was put back.</p>` : undefined}`,
  );
}

function alertMarkup(heading: string, content: Content): Markup {
  return html`<section class="alert" aria-label="${heading}">
    <h2>${heading}</h2>
    ${content}
  </section>`;
}

export function noticesMarkup({ notices }: RunResult): Markup | undefined {
  if (notices.length === 0) return undefined;
  return html`<section class="notices" aria-label="Good to know">
    <h2>Good to know</h2>
    <ul>
      ${notices.map((notice) => html`<li>${proseMarkup(notice)}</li>`)}
    </ul>
  </section>`;
}
