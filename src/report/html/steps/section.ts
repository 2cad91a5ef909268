import type { RunResult, StepResult } from '../../../core/result.gen.ts';
import { untold } from '../../console/step-book.ts';
import { eventsOf } from '../../event-text.ts';
import { formatMoment } from '../../figures.ts';
import { impairedEdges } from '../../network-state.ts';
import { detailsMarkup } from '../details.ts';
import { histogramsMarkup } from '../histogram/figures.ts';
import { html, type Markup } from '../markup.ts';
import { reasonsMarkup } from '../reasons.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { searchMarkup } from '../search/section.ts';
import { verdictBadge } from '../verdict-badge.ts';
import { clearEdgesMarkup } from './clear-edges.ts';
import { connectionsMarkup } from './connections.ts';
import { culpritsMarkup } from './culprits.ts';
import { eventsMarkup } from './events.ts';
import { expectationsMarkup } from './expectations.ts';
import { networkMarkup } from './network.ts';
import { ownMetricsMarkup } from './own-metrics.ts';
import { proofsMarkup } from './proofs.ts';
import { subjectsMarkup } from './subjects.ts';

/** Each step that was judged, with its evidence. */
export function stepsMarkup(result: RunResult): readonly Markup[] {
  return result.steps.map((step, index) => stepMarkup(step, index, result));
}

function stepMarkup(step: StepResult, index: number, { steps, events }: RunResult): Markup {
  const { name, verdict, description, reasons, expectations, subjects, edges } = step;
  const told = expectations.map(({ reason }) => reason);
  const figures = [
    histogramsMarkup(steps, index),
    subjectsMarkup(subjects),
    ownMetricsMarkup(subjects),
    connectionsMarkup(edges),
    clearEdgesMarkup(edges),
  ];
  return html`<section class="step" id="step-${index + 1}">
    <h2><span class="ordinal">${index + 1}</span> ${nameMarkup(name)} ${verdictBadge(verdict)}</h2>
    <p class="window">
      ${networkMarkup(step)}, ${formatMoment(step.start)} to ${formatMoment(step.end)}; judged from
      ${formatMoment(step.windowStart)}, after settling
    </p>
    ${description === undefined ? undefined : html`<p>${proseMarkup(description)}</p>`}
    ${reasonsMarkup(untold(reasons, told))}${searchMarkup(step.search, `search-${index + 1}`)}${expectationsMarkup(expectations)}${culpritsMarkup(expectations)}${eventsMarkup(eventsOf(events, name))}${proofsMarkup(edges)}${isCalm(step) ? detailsMarkup('Latencies and figures', figures) : figures}
  </section>`;
}

/** Passed on a clear network: most readers go on to what did not. */
function isCalm(step: StepResult): boolean {
  return step.verdict === 'pass' && impairedEdges(step).length === 0;
}
