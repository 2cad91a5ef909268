import type { ComparedRun } from '../../compare/compared-run.ts';
import type { FigureComparison, StepComparison, SubjectComparison } from '../../compare/comparison.ts';
import type { RunResult, SubjectSummary } from '../../core/result.gen.ts';
import { formatCount } from '../figures.ts';
import { html, type Markup } from '../html/markup.ts';
import { nameMarkup, proseMarkup } from '../html/short-text.ts';
import { tableMarkup, type Column } from '../html/table.ts';
import { verdictBadge } from '../html/verdict-badge.ts';
import { changeCell, evidenceCell, intervalCell, valueCell } from './figure-cells.ts';
import { latencyOverlayMarkup } from './latency-overlay.ts';
import { whiskersMarkup } from './whiskers.ts';

const NO_EVIDENCE = 'no evidence of a change';

const COLUMNS: readonly Column<FigureComparison>[] = [
  { heading: 'Figure', cell: ({ figure }) => figure },
  { heading: 'Base', cell: ({ figure, base }) => valueCell(figure, base), numeric: true },
  { heading: 'Run', cell: ({ figure, other }) => valueCell(figure, other), numeric: true },
  { heading: 'Change', cell: changeCell, numeric: true },
  { heading: '95 % interval', cell: intervalCell, numeric: true },
  { heading: 'Evidence', cell: evidenceMarkup },
];

/** Two runs, and what changed from the one to the other. */
export interface ComparedPair extends ComparedRun {
  readonly base: RunResult;
}

export function stepsMarkup(pair: ComparedPair): Markup[] {
  return pair.comparison.steps.map((step) => stepMarkup(step, pair));
}

function stepMarkup(step: StepComparison, pair: ComparedPair): Markup {
  const badges = [step.base, step.other].map((verdict) => (verdict === null ? '–' : verdictBadge(verdict)));
  const [before, after] = badges;
  return html`<section class="step">
    <h3>
      <span class="ordinal">Step</span> ${nameMarkup(step.name)}
      <small>${step.base === step.other ? before : html`${before} then ${after}`}</small>
    </h3>
    ${step.kind === 'not-compared' ? html`<p>Not compared: ${proseMarkup(step.reason)}.</p>` : step.subjects.map((subject) => subjectMarkup(subject, step.name, pair))}
  </section>`;
}

function subjectMarkup(subject: SubjectComparison, step: string, { base, run }: ComparedPair): Markup {
  if (subject.figures.length === 0) return html`<p>${captionMarkup(subject)}</p>`;
  const sides = [summaryOf(base, step, subject), summaryOf(run, step, subject)] as const;
  return html`${tableMarkup(captionMarkup(subject), COLUMNS, subject.figures)}
    <div class="drawings">${whiskersMarkup(subject)}${latencyOverlayMarkup(subject.name, sides)}</div>`;
}

function captionMarkup({ kind, name, base, other }: SubjectComparison): Markup {
  return html`${nameMarkup(name)} <small>${kind}, ${countsText(base, other)}</small>`;
}

function countsText(base: number | null, other: number | null): string {
  if (base === null) return 'not in the base';
  if (other === null) return 'not in the other run';
  if (base === other) return `${formatCount(base)} requests in each`;
  return `${formatCount(base)} requests, then ${formatCount(other)}`;
}

function evidenceMarkup(row: FigureComparison): Markup {
  const words = evidenceCell(row, NO_EVIDENCE);
  const isChange = row.kind === 'compared' && row.evidence !== 'none';
  return isChange
    ? html`<strong class="changed">${words}</strong>`
    : html`<span class="reason">${words}</span>`;
}

function summaryOf(
  { steps }: RunResult,
  named: string,
  { kind, name }: SubjectComparison,
): SubjectSummary | undefined {
  const step = steps.find((candidate) => candidate.name === named);
  return step?.subjects.find((candidate) => candidate.kind === kind && candidate.name === name);
}
