import type { VerdictName } from '../../../core/events.ts';
import type { ExpectationResult, RunResult, StepResult } from '../../../core/result.gen.ts';
import { untold } from '../../console/step-book.ts';
import { formatCount } from '../../figures.ts';
import { impairedEdges } from '../../network-state.ts';
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

/** What failed, in words, worst first, with step, network and culprit. */
export function findingsMarkup(result: RunResult): Markup | undefined {
  const findings = [...gatheredFrom(result)].sort((a, b) => rank(a) - rank(b));
  if (findings.length === 0) return undefined;
  const rest = findings.length - MOST;
  return html`<section class="findings">
    <h2>${headingOf(findings)}</h2>
    <ul>
      ${findings.slice(0, MOST).map(findingMarkup)}
    </ul>
    ${rest > 0 ? html`<p>And ${formatCount(rest)} more, in the steps below.</p>` : undefined}
  </section>`;
}

function gatheredFrom(result: RunResult): readonly Finding[] {
  const told = [
    ...result.steps.flatMap(({ reasons, expectations }) => [
      ...reasons,
      ...expectations.map(({ reason }) => reason),
    ]),
    ...result.errors.map(({ message }) => message),
    ...result.undo.failures.map(({ reason }) => reason),
  ];
  return [
    ...untold(result.reasons, told).map((reason) => plain(result.verdict, proseMarkup(reason))),
    ...result.steps.flatMap(findingsOfStep),
  ];
}

function findingsOfStep(step: StepResult, index: number): readonly Finding[] {
  const told = step.expectations.map(({ reason }) => reason);
  const place = html`<a href="#step-${index + 1}">${index + 1} ${nameMarkup(step.name)}</a>`;
  return [
    ...untold(step.reasons, told).map((reason) => plain(step.verdict, [place, ': ', proseMarkup(reason)])),
    ...worstFirst(step.expectations)
      .filter(({ verdict }) => verdict !== 'pass')
      .map((expectation) => ({
        verdict: expectation.verdict,
        gates: expectation.gate === 'expect',
        content: expectationContent(expectation, step, place),
      })),
  ];
}

function plain(verdict: VerdictName, content: Content): Finding {
  return { verdict, gates: true, content };
}

function expectationContent(expectation: ExpectationResult, step: StepResult, place: Markup): Content {
  const { name, observed, intervalText, n, because, culprit } = expectation;
  const further = furtherReason(expectation);
  const interval = intervalText === undefined ? '' : html`interval ${nameMarkup(intervalText)}, `;
  const network = impairedEdges(step).length === 0 ? '' : html`, ${networkMarkup(step)}`;
  return html`<p>
      <code>${nameMarkup(name)}</code>: observed <strong>${nameMarkup(observed)}</strong>
      <small>(${interval}n=${formatCount(n)})</small
      >${further === undefined ? undefined : html`; ${proseMarkup(further)}`}
    </p>
    <p><small>in step ${place}${network}</small></p>
    ${because === undefined ? undefined : html`<p><small>Because ${proseMarkup(because)}</small></p>`}${culprit === undefined ? undefined : html`<p class="culprit">${proseMarkup(culprit.summary)}</p>`}`;
}

function findingMarkup({ verdict, gates, content }: Finding): Markup {
  return html`<li class="${verdict}">
    <strong>${verdictBadge(verdict)}${gates ? undefined : html`<small>does not gate</small>`}</strong>
    <div>${content}</div>
  </li>`;
}

const WORST_FIRST: readonly VerdictName[] = ['error', 'fail', 'inconclusive', 'pass'];

function rank({ verdict, gates }: Finding): number {
  return WORST_FIRST.indexOf(verdict) + (gates ? 0 : WORST_FIRST.length);
}

function headingOf([worst]: readonly Finding[]): string {
  if (worst?.gates !== true) return 'What did not hold, and does not gate';
  return worst.verdict === 'inconclusive' ? 'What could not be judged' : 'What failed';
}
