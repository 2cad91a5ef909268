import type { Ratio } from '../../core/units/ratio.ts';
import { formatInstant, formatMoment, formatPercentile, formatShare } from '../figures.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { nameMarkup } from '../html/short-text.ts';
import { tableMarkup, type Column } from '../html/table.ts';
import { verdictBadge } from '../html/verdict-badge.ts';
import { absenceWord, type NotStarted } from '../not-started.ts';
import type { SummarizedRun } from '../summarized-run.ts';
import { notStartedCell, ranCell } from './scenario-cell.ts';
import { stepsCell } from './steps-cell.ts';
import { WORST_FIRST } from '../worst-first.ts';
import { worstP95, worstSuccess, type Worst } from './worst-figures.ts';

interface Row {
  readonly verdict: Content;
  readonly scenario: Content;
  readonly steps: Content;
  readonly success: Content;
  readonly p95: Content;
  readonly started: Content;
  readonly took: Content;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Verdict', cell: ({ verdict }) => verdict },
  { heading: 'Scenario', cell: ({ scenario }) => scenario, prose: true },
  { heading: 'Steps', cell: ({ steps }) => steps },
  { heading: 'Worst success', cell: ({ success }) => success, numeric: true },
  { heading: 'Worst p95', cell: ({ p95 }) => p95, numeric: true },
  { heading: 'Started', cell: ({ started }) => started, numeric: true },
  { heading: 'Took', cell: ({ took }) => took, numeric: true },
];

const NOTHING = '–';

/** A row for each scenario: who opens the page looks for what is red, so the worst come first. */
export function scenariosMarkup(runs: readonly SummarizedRun[], notStarted: readonly NotStarted[]): Markup {
  const sorted = runs.toSorted((a, b) => severity(a) - severity(b));
  const rows = [...sorted.map(ranRow), ...notStarted.map(notStartedRow)];
  return html`<section class="scenarios">
    <h2>Scenarios</h2>
    ${tableMarkup('The worst first, then in the order in which they ran', COLUMNS, rows)}
  </section>`;
}

function severity({ result }: SummarizedRun): number {
  return WORST_FIRST.indexOf(result.verdict);
}

function ranRow(run: SummarizedRun): Row {
  const { result, exitCode } = run;
  const letThrough = exitCode === 0 && result.exitCode !== 0;
  const p95 = worstP95(result.steps);
  const success = worstSuccess(result.steps);
  return {
    verdict: letThrough
      ? html`${verdictBadge(result.verdict)}<br /><small>let through</small>`
      : verdictBadge(result.verdict),
    scenario: ranCell(run),
    steps: stepsCell(result),
    success: success === undefined ? NOTHING : successMarkup(success),
    p95: p95 === undefined ? NOTHING : worstMarkup(formatPercentile(p95.value, p95.n), p95),
    started: startedMarkup(result.run.started),
    took: formatMoment(result.run.seconds * 1000),
  };
}

function notStartedRow(one: NotStarted): Row {
  return {
    verdict: html`<span class="absent">${absenceWord(one)}</span>`,
    scenario: notStartedCell(one),
    steps: NOTHING,
    success: NOTHING,
    p95: NOTHING,
    started: NOTHING,
    took: NOTHING,
  };
}

/** Where nothing failed, no place is worse than another. */
function successMarkup(success: Worst<Ratio>): Content {
  const value = formatShare(success.value);
  return success.value === 1 ? value : worstMarkup(value, success);
}

function worstMarkup(value: string, { subject, step }: Worst<unknown>): Markup {
  return html`${value}<br /><small>${nameMarkup(subject)} in ${nameMarkup(step)}</small>`;
}

/** The time of day first: the day is mostly that of the whole page. */
function startedMarkup(iso: string): Markup {
  const [day, ...time] = formatInstant(iso).split(' ');
  return html`<time datetime="${iso}">${time.join(' ')}<br /><small>${day}</small></time>`;
}
