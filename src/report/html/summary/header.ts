import { runTitle } from '../../../core/matrix-cell.ts';
import { COMPARE_FILE } from '../../../core/artefacts.ts';
import type { RunResult } from '../../../core/result.gen.ts';
import { formatInstant, formatMoment } from '../../figures.ts';
import { leftOutText } from '../../left-out.ts';
import { factsMarkup } from '../facts.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { verdictBadge } from '../verdict-badge.ts';
import { describeJob, describeMachine, programsOf } from './where.ts';

/** The top of the page: the verdict, of what, when, where and by what. */
export function headerMarkup(result: RunResult): Markup {
  const { run, scenario, verdict, environment } = result;
  const job = describeJob(environment);
  const revision = environment.ci?.revision;
  return html`<header class="${verdict}">
    <p class="mark">Squall report</p>
    <h1>${nameMarkup(runTitle(scenario))}</h1>
    <p class="outcome">${verdictBadge(verdict)}</p>
    ${scenario.description === undefined ? undefined : html`<p class="lead">${proseMarkup(scenario.description)}</p>`}
    ${leftOutMarkup(result)}${factsMarkup([
      ['Started', html`<time datetime="${run.started}">${formatInstant(run.started)}</time>`],
      ['Took', formatMoment(run.seconds * 1000)],
      ['Exit code', result.exitCode],
      ['Interrupted by', result.interrupted],
      ['Where', nameMarkup(describeMachine(environment))],
      ['Job', job === undefined ? undefined : nameMarkup(job)],
      [
        'Revision',
        revision === undefined ? undefined : html`<code>${nameMarkup(revision.slice(0, 12))}</code>`,
      ],
      ['Squall', environment.squall],
      ['Carried by', programsMarkup(result)],
      ['Compared with', againstMarkup(result)],
    ])}
  </header>`;
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

function programsMarkup(result: RunResult): Content {
  const programs = programsOf(result);
  return programs.length === 0
    ? undefined
    : programs.map((one, index) => [index === 0 ? '' : ', ', nameMarkup(one)]);
}
