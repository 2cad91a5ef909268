import { runTitle } from '../../core/matrix-cell.ts';
import type { ComparedRun } from '../../compare/compared-run.ts';
import { packageVersion } from '../../core/package-version.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { cutToWidth } from '../display-width.ts';
import { documentMarkup } from '../html/document.ts';
import { html, type Markup } from '../html/markup.ts';
import { nameMarkup } from '../html/short-text.ts';
import { STYLE } from '../html/style.ts';
import { changesMarkup } from './changes.ts';
import { changedWords } from './changed-figures.ts';
import { differencesMarkup } from './differences.ts';
import { runsMarkup, type RunLinks } from './runs.ts';
import { stepsMarkup } from './steps.ts';
import { COMPARE_STYLE } from './style.ts';

/** What changed from `base` to each of `compared`, as one file that needs nothing else, under the same content policy as the report of a run. */
export function renderComparePage(
  base: RunResult,
  compared: readonly ComparedRun[],
  links: RunLinks = new Map(),
): string {
  const title = titleOf(base, compared);
  return documentMarkup({
    title: `Comparison: ${cutToWidth(title, 80)}`,
    squall: packageVersion(),
    style: [STYLE, COMPARE_STYLE],
    body: html`<header>
        <p class="mark">Squall comparison</p>
        <h1>${nameMarkup(title)}</h1>
        ${compared.map(outcomeMarkup)}${runsMarkup(base, compared, links)}
      </header>
      <main>
        ${compared.map((one, index) => comparedMarkup(base, one, compared.length > 1 ? index + 1 : undefined))}
      </main>
      <footer>${READING}</footer>`,
  }).text;
}

const READING = html`<p>
  <small
    >Each interval holds the true change with at least 95 %. Where nothing has changed, up to 1 figure in 20
    shows a change by chance. <em>No evidence of a change</em> is not the same as no change: the interval says
    how large a change could have gone unseen.</small
  >
</p>`;

function titleOf(base: RunResult, compared: readonly ComparedRun[]): string {
  return [
    ...new Set([base, ...compared.map(({ run }) => run)].map(({ scenario }) => runTitle(scenario))),
  ].join(' and ');
}

function outcomeMarkup(
  { run, comparison }: ComparedRun,
  _index: number,
  all: readonly ComparedRun[],
): Markup {
  const which = all.length === 1 ? undefined : html` in <code>${nameMarkup(run.run.id)}</code>`;
  return html`<p class="outcome">${changedWords(comparison)}${which}</p>`;
}

/** `ordinal` where there are several. */
function comparedMarkup(
  base: RunResult,
  { run, comparison }: ComparedRun,
  ordinal: number | undefined,
): Markup {
  return html`<section>
    <h2>
      ${ordinal === undefined ? undefined : html`<span class="ordinal">Run ${ordinal}</span> `}From
      <code>${nameMarkup(base.run.id)}</code> to <code>${nameMarkup(run.run.id)}</code>
    </h2>
    ${differencesMarkup(comparison.differences)}${changesMarkup(comparison)}${stepsMarkup({ base, run, comparison })}
  </section>`;
}
