import type {
  RunResult,
  StepEdge,
  StepResult,
  StoppedRun,
  SubjectSummary,
} from '../../../core/result.gen.ts';
import { formatMoment, formatPercentile, formatShare } from '../../figures.ts';
import { impairedEdges } from '../../network-state.ts';
import { passedCount } from '../../passed-count.ts';
import { baselineOf } from '../baseline.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { verdictBadge } from '../verdict-badge.ts';
import { networkAnswerMarkup } from './network-answer.ts';
import { ratioText } from './ratio-text.ts';

interface Row {
  readonly step: Content;
  readonly verdict: Content;
  readonly network: Content;
  readonly time: string;
  readonly success: Content;
  readonly p95: Content;
  readonly expectations: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Step', cell: ({ step }) => step, names: true },
  { heading: 'Verdict', cell: ({ verdict }) => verdict },
  { heading: 'Network asked, and observed', cell: ({ network }) => network },
  { heading: 'Success', cell: ({ success }) => success, numeric: true },
  { heading: 'p95', cell: ({ p95 }) => p95, numeric: true },
  { heading: 'Passed', cell: ({ expectations }) => expectations, numeric: true },
  { heading: 'Time', cell: ({ time }) => time, numeric: true },
];

/** Every step in a row: what was asked of the network and seen of it, and what the loads saw, beside the baseline. */
export function overviewMarkup(result: RunResult): Markup {
  const { steps, stopped } = result;
  const rows = [...steps.map((step, index) => judgedRow(step, index, steps)), ...unfinishedRows(stopped)];
  return html`<section class="overview">
    <h2>Steps</h2>
    ${rows.length === 0 ? html`<p>No step was run.</p>` : [networkAnswerMarkup(result), tableMarkup('Every step, in order', COLUMNS, rows)]}${notBegunMarkup(result)}
  </section>`;
}

function judgedRow(step: StepResult, index: number, steps: readonly StepResult[]): Row {
  const baseline = baselineOf(steps, index);
  const loads = step.subjects.filter(({ kind }) => kind === 'load');
  const shown = loads.length === 0 ? step.subjects : loads;
  const several = shown.length > 1;
  const lines = (figure: (subject: SubjectSummary) => Content): Content =>
    shown.map(
      (subject) =>
        html`<div>
          ${several ? html`<small>${nameMarkup(subject.name)}</small> ` : ''}${figure(subject)}
        </div>`,
    );
  return {
    step: html`<a href="#step-${index + 1}">${index + 1} ${nameMarkup(step.name)}</a>`,
    verdict: verdictBadge(step.verdict),
    network: networkCell(step),
    success: lines(({ success }) => formatShare(success)),
    p95: lines((subject) => p95Content(subject, baseline)),
    expectations: passedText(step),
    time: `${formatMoment(step.start)} to ${formatMoment(step.end)}`,
  };
}

function passedText(step: StepResult): string {
  const count = passedCount(step);
  return count === '0/0' ? 'none' : count.replace('/', ' of ');
}

function p95Content(subject: SubjectSummary, baseline: StepResult | undefined): Content {
  const before = baseline?.subjects.find(({ name, kind }) => name === subject.name && kind === subject.kind);
  const ratio = ratioText(subject.p95, before?.p95);
  const text = formatPercentile(subject.p95, subject.n);
  return ratio === undefined ? text : html`${text}<br /><small>${ratio}</small>`;
}

function networkCell(step: StepResult): Content {
  const impaired = impairedEdges(step);
  const unclear = step.edges.filter(({ label, proof }) => label === 'clear' && proof.outcome === 'failed');
  if (impaired.length + unclear.length === 0) return 'clear';
  return [...impaired, ...unclear].map(
    (edge) =>
      html`<div>
        ${nameMarkup(edge.edge)}: ${nameMarkup(edge.label)}<br /><small>${observedText(edge)}</small>
      </div>`,
  );
}

/** `RTT 400.8ms, measured`; what no probe told is not repeated for each key. */
function observedText({ proof }: StepEdge): Content {
  const seen = proof.rows.filter(({ observed }) => !observed.startsWith('read back'));
  const list = seen.map(({ what, observed }) => html`${nameMarkup(what)} ${nameMarkup(observed)}, `);
  switch (proof.outcome) {
    case 'proved':
      return [list, seen.length < proof.rows.length ? 'measured, the rest read back' : 'measured'];
    case 'failed':
      return [list, html`<strong class="disagrees">not in force</strong>`];
    case 'read-back':
      return 'read back, not probed';
    case 'unnecessary':
      return 'nothing to prove';
  }
}

function unfinishedRows(stopped: StoppedRun | undefined): readonly Row[] {
  if (stopped === undefined) return [];
  return stopped.unfinished.map(({ name, number, network, start }) => ({
    step: html`${number} ${nameMarkup(name)}`,
    verdict: 'not finished',
    network: nameMarkup(network),
    success: '–',
    p95: '–',
    expectations: 'not judged',
    time: `${formatMoment(start)} to ${formatMoment(stopped.at)}`,
  }));
}

function notBegunMarkup({ stopped, steps }: RunResult): Markup | undefined {
  if (stopped === undefined) return undefined;
  const left = stopped.planned - steps.length - stopped.unfinished.length;
  return html`<p>
    Stopped at
    ${formatMoment(stopped.at)}${left > 0 ? `; ${left} of ${stopped.planned} steps never began` : ''}.
  </p>`;
}
