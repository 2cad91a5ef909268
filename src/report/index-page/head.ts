import type { VerdictName } from '../../core/events.ts';
import { runTitle } from '../../core/matrix-cell.ts';
import { packageVersion } from '../../core/package-version.ts';
import { counted } from '../console/wording.ts';
import { formatInstant, formatMoment } from '../figures.ts';
import { factsMarkup } from '../html/facts.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { nameMarkup, proseMarkup } from '../html/short-text.ts';
import { verdictBadge, verdictShape } from '../html/verdict-badge.ts';
import { absenceWord, type NotStarted } from '../not-started.ts';
import type { SummarizedRun } from '../summarized-run.ts';
import type { IndexedCall } from './page.ts';
import { WORST_FIRST } from '../worst-first.ts';
import { verdictOf } from './verdict-order.ts';

/** The top of the page: what the call came to, how many of each verdict, when. */
export function headMarkup(call: IndexedCall): Markup {
  const { runs, exitCode } = call;
  const verdict = verdictOf(exitCode);
  return html`<header class="${verdict}">
      <p class="mark">Squall index</p>
      <h1>${extentText(call)}</h1>
      <p class="outcome">${verdictBadge(verdict)}</p>
      ${tallyMarkup(call)}
      ${factsMarkup([...timeFacts(runs), ['Exit code', exitCode], ['Squall', packageVersion()]])}
    </header>
    ${undoMarkup(runs)}`;
}

/** Cells of one scenario are not so many scenarios. */
export function extentText({ runs, notStarted }: IndexedCall): string {
  const hasCells = runs.some(({ result }) => result.scenario.cell !== undefined);
  return counted(runs.length + notStarted.length, hasCells ? 'run' : 'scenario');
}

function tallyMarkup({ runs, notStarted }: IndexedCall): Markup {
  const counts = WORST_FIRST.map((verdict) => ({
    verdict,
    count: runs.filter(({ result }) => result.verdict === verdict).length,
  }));
  return html`<ul class="tally">
    ${counts.filter(({ count }) => count > 0).map(({ verdict, count }) => countMarkup(verdict, count))}
    ${absentMarkup(notStarted)}
  </ul>`;
}

function absentMarkup(notStarted: readonly NotStarted[]): Markup[] {
  const words = notStarted.map(absenceWord);
  return [...new Set(words)].map(
    (word) => html`<li class="absent">${words.filter((other) => other === word).length} ${word}</li>`,
  );
}

function countMarkup(verdict: VerdictName, count: number): Markup {
  return html`<li class="verdict ${verdict}">
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${verdictShape(verdict)}</svg>
    ${count} ${verdict}
  </li>`;
}

/** From the first start to the last end: runs of a call come one after the other, of several calls they may overlap. */
function timeFacts(runs: readonly SummarizedRun[]): (readonly [string, Content])[] {
  const started = runs.map(({ result }) => result.run.started).toSorted();
  const ended = runs.map(({ result }) => result.run.ended).toSorted();
  const [first] = started;
  const last = ended.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    ['Started', html`<time datetime="${first}">${formatInstant(first)}</time>`],
    ['Took', formatMoment(Date.parse(last) - Date.parse(first))],
  ];
}

function undoMarkup(runs: readonly SummarizedRun[]): Content {
  const left = runs.filter(({ result }) => !result.undo.ok);
  if (left.length === 0) return undefined;
  const items = left.map(({ result: { scenario, undo } }) => {
    const failures = undo.failures.map(({ what, reason }) => `${what}: ${reason}`).join('; ');
    return html`<li><strong>${nameMarkup(runTitle(scenario))}</strong> ${proseMarkup(failures)}</li>`;
  });
  return html`<section class="alert">
    <h2>The network may still be impaired</h2>
    <p>Not everything could be put back. Run <code>scenario cleanup</code>.</p>
    <ul>
      ${items}
    </ul>
  </section>`;
}
