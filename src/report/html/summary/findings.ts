import type { VerdictName } from '../../../core/events.ts';
import type { ExpectationResult, RunResult, StepResult } from '../../../core/result.gen.ts';
import { untold } from '../../console/step-book.ts';
import { formatCount } from '../../figures.ts';
import { impairedEdges } from '../../network-state.ts';
import { WORST_FIRST } from '../../worst-first.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { furtherReason, worstFirst } from '../steps/finding.ts';
import { networkMarkup } from '../steps/network.ts';
import { verdictBadge } from '../verdict-badge.ts';

/** More would push away what they are about; each stands in its step, too. */
const MOST = 12;

/** One thing that kept the run from a pass, or a warning that did not hold. */
interface Finding {
  readonly verdict: VerdictName;
  readonly gates: boolean;
  readonly content: Content;
}

/** What was found of one step, or of the run itself, worst first. */
interface Group {
  readonly title: Markup | undefined;
  readonly findings: readonly Finding[];
}

/** What failed, in words: the worst step first, each with its network and culprit. */
export function findingsMarkup(result: RunResult): Markup | undefined {
  const groups = [ofRun(result), ...result.steps.map(ofStep)]
    .filter(({ findings }) => findings.length > 0)
    .toSorted((a, b) => rank(a.findings[0]) - rank(b.findings[0]));
  const all = groups.flatMap(({ findings }) => findings);
  if (all.length === 0) return undefined;
  const rest = all.length - MOST;
  return html`<section class="findings">
    <h2>${headingOf(all)}</h2>
    ${firstOf(groups).map(groupMarkup)}
    ${rest > 0 ? html`<p>And ${formatCount(rest)} more, in the steps below.</p>` : undefined}
  </section>`;
}

function ofRun({ steps, errors, undo, reasons, verdict }: RunResult): Group {
  const told = [
    ...steps.flatMap((step) => [...step.reasons, ...step.expectations.map(({ reason }) => reason)]),
    ...errors.map(({ message }) => message),
    ...undo.failures.map(({ reason }) => reason),
  ];
  return { title: undefined, findings: untold(reasons, told).map((reason) => plain(verdict, reason)) };
}

function ofStep(step: StepResult, index: number): Group {
  const told = step.expectations.map(({ reason }) => reason);
  const network = impairedEdges(step).length === 0 ? undefined : html`<small>${networkMarkup(step)}</small>`;
  const open = worstFirst(step.expectations).filter(({ verdict }) => verdict !== 'pass');
  const findings = [
    ...untold(step.reasons, told).map((reason) => plain(step.verdict, reason)),
    ...open.map((expectation, at) => ofExpectation(expectation, open.slice(0, at))),
  ];
  return {
    title: html`<h3><a href="#step-${index + 1}">${index + 1} ${nameMarkup(step.name)}</a> ${network}</h3>`,
    findings: findings.toSorted((a, b) => rank(a) - rank(b)),
  };
}

function plain(verdict: VerdictName, reason: string): Finding {
  return { verdict, gates: true, content: html`<p>${proseMarkup(reason)}</p>` };
}

/** With its culprit, unless one of those `before` has named the same. */
function ofExpectation(expectation: ExpectationResult, before: readonly ExpectationResult[]): Finding {
  const { name, observed, intervalText, n, because, culprit, verdict, gate } = expectation;
  const further = furtherReason(expectation);
  const interval = intervalText === undefined ? '' : html`interval ${nameMarkup(intervalText)}, `;
  const isNew = !before.some((other) => other.culprit?.summary === culprit?.summary);
  const content = html`<p>
      <code>${nameMarkup(name)}</code>: observed <strong>${nameMarkup(observed)}</strong>
      <small>(${interval}n=${formatCount(n)})</small
      >${further === undefined ? undefined : html`; ${proseMarkup(further)}`}
    </p>
    ${because === undefined ? undefined : html`<p><small>Because ${proseMarkup(because)}</small></p>`}${culprit === undefined || !isNew ? undefined : html`<p>${proseMarkup(culprit.summary)}</p>`}`;
  return { verdict, gates: gate === 'expect', content };
}

/** The groups with as many findings as there is room for. */
function firstOf(groups: readonly Group[]): readonly Group[] {
  let room = MOST;
  return groups.flatMap(({ title, findings }) => {
    const shown = findings.slice(0, room);
    room -= shown.length;
    return shown.length === 0 ? [] : [{ title, findings: shown }];
  });
}

function groupMarkup({ title, findings }: Group): Markup {
  return html`<div class="finding ${findings[0]?.verdict ?? ''}">
    ${title}
    <ul>
      ${findings.map(findingMarkup)}
    </ul>
  </div>`;
}

function findingMarkup({ verdict, gates, content }: Finding): Markup {
  return html`<li>
    <div>${verdictBadge(verdict)}${gates ? undefined : html`<br /><small>does not gate</small>`}</div>
    <div>${content}</div>
  </li>`;
}

function rank(finding: Finding | undefined): number {
  if (finding === undefined) return Infinity;
  return WORST_FIRST.indexOf(finding.verdict) + (finding.gates ? 0 : WORST_FIRST.length);
}

function headingOf(findings: readonly Finding[]): string {
  const gating = findings.filter(({ gates }) => gates);
  if (gating.length === 0) return 'What did not hold, and does not gate';
  return gating.every(({ verdict }) => verdict === 'inconclusive')
    ? 'What could not be judged'
    : 'What failed';
}
