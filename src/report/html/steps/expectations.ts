import type { ExpectationResult, ResultWindow } from '../../../core/result.gen.ts';
import { formatCount, formatWindow } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { verdictBadge } from '../verdict-badge.ts';
import { furtherReason, shownBound, worstFirst } from './finding.ts';

const COLUMNS: readonly Column<ExpectationResult>[] = [
  { heading: 'Verdict', cell: verdictCell },
  { heading: 'Expectation', cell: expectationCell, prose: true, names: true },
  {
    heading: 'Observed',
    cell: ({ observed }) => html`<strong>${nameMarkup(observed)}</strong>`,
    numeric: true,
  },
  { heading: 'Interval', cell: intervalCell, numeric: true },
  { heading: 'Bound', cell: boundCell, numeric: true },
  { heading: 'n', cell: ({ n }) => formatCount(n), numeric: true },
];

const WINDOW: Column<ExpectationResult> = {
  heading: 'Window',
  cell: ({ window }) => formatWindow(window),
  numeric: true,
};

/** Each expectation with what it rests on, those that did not pass first; the window once, where all share it. */
export function expectationsMarkup(expectations: readonly ExpectationResult[]): Markup | undefined {
  const window = commonWindow(expectations);
  if (expectations.length === 0) return undefined;
  return tableMarkup(
    window === undefined ? 'Expectations' : `Expectations, judged over ${formatWindow(window)}`,
    window === undefined ? [...COLUMNS, WINDOW] : COLUMNS,
    worstFirst(expectations),
    ({ verdict }) => `is-${verdict}`,
  );
}

function commonWindow(expectations: readonly ExpectationResult[]): ResultWindow | undefined {
  const first = expectations[0]?.window;
  const same = expectations.every(({ window }) => window.start === first?.start && window.end === first.end);
  return same ? first : undefined;
}

function verdictCell({ verdict, gate }: ExpectationResult): Markup {
  return gate === 'warn'
    ? html`${verdictBadge(verdict)}<br /><small>does not gate</small>`
    : verdictBadge(verdict);
}

function expectationCell(expectation: ExpectationResult): Markup {
  const { name, that, because } = expectation;
  const title =
    name === that
      ? html`<code>${nameMarkup(that)}</code>`
      : html`${nameMarkup(name)} <code>${nameMarkup(that)}</code>`;
  const further = furtherReason(expectation);
  return html`${title}${further === undefined ? undefined : html`<br /><span class="reason">${proseMarkup(further)}</span>`}${because === undefined ? undefined : html`<br /><small>Because ${proseMarkup(because)}</small>`}`;
}

function boundCell({ expected }: ExpectationResult): Content {
  const { figure, interval } = shownBound(expected);
  return [
    nameMarkup(figure),
    interval === undefined ? '' : html`<br /><small>${nameMarkup(interval)}</small>`,
  ];
}

/** At 95 % where it does not say otherwise. */
function intervalCell({ intervalText, confidence }: ExpectationResult): Content {
  if (intervalText === undefined) return confidence === null ? 'point estimate' : '–';
  const usual = confidence === undefined || confidence === null || confidence === 0.95;
  return [
    nameMarkup(intervalText),
    usual ? '' : html`<br /><small>at ${Number((confidence * 100).toPrecision(6))}%</small>`,
  ];
}
