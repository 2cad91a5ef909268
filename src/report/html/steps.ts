import type { RunResult, StepResult, StoppedRun } from '../../core/result.gen.ts';
import { formatMoment } from '../figures.ts';
import { impairedEdges } from '../network-state.ts';
import { connectionsMarkup } from './connections.ts';
import { culpritsMarkup } from './culprits.ts';
import { expectationsMarkup } from './expectations.ts';
import { html, type Content, type Markup } from './markup.ts';
import { ownMetricsMarkup } from './own-metrics.ts';
import { proofsMarkup } from './proofs.ts';
import { nameMarkup, proseMarkup } from './short-text.ts';
import { subjectsMarkup } from './subjects.ts';
import { reasonsMarkup } from './summary.ts';
import { tableMarkup, type Column } from './table.ts';
import { verdictBadge } from './verdict-badge.ts';

interface NumberedStep {
  readonly number: number;
  readonly step: StepResult;
}

interface Row {
  readonly step: Markup;
  readonly network: Markup;
  readonly from: string;
  readonly to: string;
  readonly expectations: string;
  readonly verdict: Content;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Step', cell: ({ step }) => step },
  { heading: 'Network', cell: ({ network }) => network },
  { heading: 'From', cell: ({ from }) => from, numeric: true },
  { heading: 'To', cell: ({ to }) => to, numeric: true },
  { heading: 'Expectations', cell: ({ expectations }) => expectations, numeric: true },
  { heading: 'Verdict', cell: ({ verdict }) => verdict },
];

/** All steps in one table, then each that was judged with its evidence. */
export function stepsMarkup({ steps, stopped }: RunResult): Markup {
  const numbered = steps.map((step, index) => ({ number: index + 1, step }));
  const rows = [...numbered.map(judgedRow), ...unfinishedRows(stopped)];
  if (rows.length === 0)
    return html`<section>
      <h2>Steps</h2>
      <p>No step was run.</p>
    </section>`;
  return html`<section>
      <h2>Steps</h2>
      ${tableMarkup('Every step, in order', COLUMNS, rows)}
    </section>
    ${numbered.map(stepMarkup)}`;
}

function judgedRow({ number, step }: NumberedStep): Row {
  return {
    step: html`<a href="#step-${number}">${number} ${nameMarkup(step.name)}</a>`,
    network: networkMarkup(step),
    from: formatMoment(step.start),
    to: formatMoment(step.end),
    expectations: countPasses(step),
    verdict: verdictBadge(step.verdict),
  };
}

function unfinishedRows(stopped: StoppedRun | undefined): readonly Row[] {
  if (stopped === undefined) return [];
  return stopped.unfinished.map(({ name, number, network, start }) => ({
    step: html`${number} ${nameMarkup(name)}`,
    network: nameMarkup(network),
    from: formatMoment(start),
    to: formatMoment(stopped.at),
    expectations: 'not judged',
    verdict: 'not finished',
  }));
}

function stepMarkup({ number, step }: NumberedStep): Markup {
  return html`<section class="step" id="step-${number}">
    <h2><span class="ordinal">${number}</span> ${nameMarkup(step.name)} ${verdictBadge(step.verdict)}</h2>
    <p class="window">
      ${networkMarkup(step)}, ${formatMoment(step.start)} to ${formatMoment(step.end)}; judged from
      ${formatMoment(step.windowStart)}, after settling
    </p>
    ${step.description === undefined ? undefined : html`<p>${proseMarkup(step.description)}</p>`}
    ${reasonsMarkup(step.reasons)}
    ${expectationsMarkup(step.expectations)}${culpritsMarkup(step.expectations)}${subjectsMarkup(step.subjects)}${ownMetricsMarkup(step.subjects)}${connectionsMarkup(step.edges)}${proofsMarkup(step.edges)}
  </section>`;
}

function networkMarkup(step: StepResult): Markup {
  const impaired = impairedEdges(step);
  if (impaired.length === 0) return html`clear`;
  return html`${impaired.map(({ edge, label }, index) => html`${index === 0 ? '' : ', '}${nameMarkup(edge)}: ${nameMarkup(label)}`)}`;
}

function countPasses({ expectations }: StepResult): string {
  const gating = expectations.filter(({ gate }) => gate === 'expect');
  if (gating.length === 0) return 'none';
  return `${gating.filter(({ verdict }) => verdict === 'pass').length} of ${gating.length} pass`;
}
