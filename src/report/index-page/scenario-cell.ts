import { runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { runProblems, stepProblems, type Problem } from '../console/problems.ts';
import { VERDICT_WORDS } from '../console/wording.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { nameMarkup, proseMarkup } from '../html/short-text.ts';
import { leftOutText } from '../left-out.ts';
import { describeWhy, isMissing, type NotStarted } from '../not-started.ts';
import type { SummarizedRun } from '../summarized-run.ts';

/** What it is called, with the way to its report, and the first thing that kept it from passing. */
export function ranCell({ result, report }: SummarizedRun): Markup {
  const { file, tags } = result.scenario;
  const name = runTitle(result.scenario);
  const title = report === undefined ? nameMarkup(name) : html`<a href="${report}">${nameMarkup(name)}</a>`;
  return html`${titleMarkup(title, file, tags)}${leftOutMarkup(result)}${problemMarkup(result)}`;
}

export function notStartedCell(one: NotStarted): Markup {
  const { scenario, file, tags, why } = one;
  const word = isMissing(one) ? 'Missing' : 'Not started';
  return html`${titleMarkup(nameMarkup(scenario), file, tags)}
    <p class="why">${word}: ${proseMarkup(describeWhy(why))}.</p>`;
}

function titleMarkup(title: Content, file: string, tags: readonly string[] = []): Markup {
  return html`<p class="scenario">
    <strong>${title}</strong> ${tags.map((tag) => html`<span class="tag">${nameMarkup(tag)}</span> `)}
    <br /><small>${nameMarkup(file)}</small>
  </p>`;
}

function leftOutMarkup(result: RunResult): Content {
  const leftOut = leftOutText(result);
  return leftOut === undefined ? undefined : html`<p class="why">${proseMarkup(leftOut)}</p>`;
}

function problemMarkup(result: RunResult): Content {
  if (result.verdict === 'pass') return undefined;
  const problems = [...runProblems(result), ...stepProblems(result)].filter(({ word }) => word !== 'WARNING');
  const [first] = problems;
  if (first === undefined) return undefined;
  return html`<p class="why ${first.verdict}">${kindMarkup(first)}${proseMarkup(first.text)}</p>
    ${culpritMarkup(first)}${moreMarkup(problems.length - 1)}`;
}

/** What the verdict beside it does not say, as `interrupted`. */
function kindMarkup({ word, verdict }: Problem): Content {
  return word === VERDICT_WORDS[verdict] ? undefined : html`<strong>${word.toLowerCase()}</strong> `;
}

/** The first detail is the summary; the numbers that lead there are in the report. */
function culpritMarkup({ details: [summary] = [] }: Problem): Content {
  return summary === undefined ? undefined : html`<p class="culprit">${proseMarkup(summary)}</p>`;
}

function moreMarkup(count: number): Content {
  return count > 0 ? html`<p class="more"><small>and ${count} more, in its report</small></p>` : undefined;
}
