import { COMPARE_FILE } from '../../core/artefacts.ts';
import { runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { formatMoment } from '../figures.ts';
import { leftOutText } from '../left-out.ts';
import { factsMarkup } from './facts.ts';
import { html, type Content, type Markup } from './markup.ts';
import { nameMarkup, proseMarkup } from './short-text.ts';
import { verdictBadge } from './verdict-badge.ts';

/** The top of the page: the verdict, of what, when, and why. */
export function summaryMarkup(result: RunResult): Markup {
  const { run, scenario, verdict, environment } = result;
  return html`<header class="${verdict}">
      <p class="mark">Squall report</p>
      <h1>${nameMarkup(runTitle(scenario))}</h1>
      <p class="outcome">${verdictBadge(verdict)}</p>
      ${scenario.description === undefined ? undefined : html`<p class="lead">${proseMarkup(scenario.description)}</p>`}
      ${leftOutMarkup(result)}${reasonsMarkup(result.reasons)}
      ${factsMarkup([
        ['Started', html`<time datetime="${run.started}">${readableTime(run.started)}</time>`],
        ['Took', formatMoment(run.seconds * 1000)],
        ['Exit code', result.exitCode],
        ['Interrupted by', result.interrupted],
        ['Squall', environment.squall],
        ['Compared with', againstMarkup(result)],
      ])}
    </header>
    ${undoMarkup(result)}${errorsMarkup(result)}${noticesMarkup(result)}`;
}

function leftOutMarkup(result: RunResult): Markup | undefined {
  const leftOut = leftOutText(result);
  return leftOut === undefined
    ? undefined
    : html`<p class="lead">Only a part of the scenario was run; ${proseMarkup(leftOut)}</p>`;
}

/** The page that compares the two lies beside this one. */
function againstMarkup({ against }: RunResult): Markup | undefined {
  return against && html`<a href="${COMPARE_FILE}"><code>${nameMarkup(against.run)}</code></a>`;
}

export function reasonsMarkup(reasons: readonly string[]): Markup | undefined {
  if (reasons.length === 0) return undefined;
  return html`<ul class="reasons">
    ${reasons.map((reason) => html`<li>${proseMarkup(reason)}</li>`)}
  </ul>`;
}

/** `2026-11-21T21:30:00.123Z` as `2026-11-21 21:30:00 UTC`. */
function readableTime(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}

function undoMarkup({ undo }: RunResult): Markup | undefined {
  if (undo.ok) return undefined;
  const failures = undo.failures.map(
    ({ what, reason }) => html`<li>${nameMarkup(what)}: ${proseMarkup(reason)}</li>`,
  );
  return alertMarkup(
    'The network may still be impaired',
    html`<p>Not everything could be put back. Read the run's <code>reaper.log</code>.</p>
      <ul>
        ${failures}
      </ul>`,
  );
}

function errorsMarkup({ errors }: RunResult): Markup | undefined {
  if (errors.length === 0) return undefined;
  const items = errors.map(
    ({ code, message, hint, details }) =>
      html`<li>
        <code>${code}</code>
        ${proseMarkup(message)}${hint === undefined ? undefined : html`<br /><small>${proseMarkup(hint)}</small>`}${details === undefined ? undefined : html`<pre>${details.join('\n')}</pre>`}
      </li>`,
  );
  return alertMarkup(
    'What broke the run',
    html`<ul>
      ${items}
    </ul>`,
  );
}

function alertMarkup(heading: string, content: Content): Markup {
  return html`<section class="alert">
    <h2>${heading}</h2>
    ${content}
  </section>`;
}

function noticesMarkup({ notices }: RunResult): Markup | undefined {
  if (notices.length === 0) return undefined;
  return html`<section class="notices">
    <h2>Good to know</h2>
    <ul>
      ${notices.map((notice) => html`<li>${proseMarkup(notice)}</li>`)}
    </ul>
  </section>`;
}
