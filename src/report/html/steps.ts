import type { RunResult, StepResult } from '../../core/result.gen.ts';
import { formatMoment } from '../figures.ts';
import { impairedEdges } from '../network-state.ts';
import { expectationsMarkup } from './expectations.ts';
import { html, type Markup } from './markup.ts';
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

const COLUMNS: readonly Column<NumberedStep>[] = [
  {
    heading: 'Step',
    cell: ({ number, step }) => html`<a href="#step-${number}">${number} ${nameMarkup(step.name)}</a>`,
  },
  { heading: 'Network', cell: ({ step }) => networkMarkup(step) },
  { heading: 'From', cell: ({ step }) => formatMoment(step.start), numeric: true },
  { heading: 'To', cell: ({ step }) => formatMoment(step.end), numeric: true },
  { heading: 'Expectations', cell: ({ step }) => countPasses(step), numeric: true },
  { heading: 'Verdict', cell: ({ step }) => verdictBadge(step.verdict) },
];

/** All steps in one table, then each with its evidence. */
export function stepsMarkup({ steps }: RunResult): Markup {
  const numbered = steps.map((step, index) => ({ number: index + 1, step }));
  if (numbered.length === 0)
    return html`<section>
      <h2>Steps</h2>
      <p>No step was run.</p>
    </section>`;
  return html`<section>
      <h2>Steps</h2>
      ${tableMarkup('Every step, in order', COLUMNS, numbered)}
    </section>
    ${numbered.map(stepMarkup)}`;
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
    ${expectationsMarkup(step.expectations)}${subjectsMarkup(step.subjects)}${proofsMarkup(step.edges)}
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
