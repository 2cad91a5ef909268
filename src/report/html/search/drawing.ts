import type { SearchResult, SearchTrial } from '../../../core/result.gen.ts';
import type { VerdictName } from '../../../core/events.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { verdictShape } from '../verdict-badge.ts';
import { formatAmount, placeOf } from './amounts.ts';

/** Of one trial, in pixels. */
const ROW = 24;
const LABEL_ROW = 16;
const FOOT = 18;
const MARK = 16;
const TICKS = 4;
/** What is left and right of the range, in percent, for marks at its ends. */
const EDGE = 2;

export const OUTCOME_VERDICTS: Readonly<Record<SearchTrial['outcome'], VerdictName>> = {
  holds: 'pass',
  fails: 'fail',
  undecided: 'inconclusive',
};

/** The trials from top to bottom, each at its value: how the search closed in, and on what. */
export function drawingMarkup(search: SearchResult, id: string): Markup {
  const labels = [...intervalLabel(search), ...gateLabel(search)];
  const top = labels.length * LABEL_ROW + 4;
  const foot = top + search.trials.length * ROW;
  const y = (index: number): number => top + (index + 0.5) * ROW;
  return html`<svg
    class="trials"
    width="100%"
    height="${foot + FOOT}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">Trials of ${search.vary}, in their order from top to bottom</title>
    <desc id="${id}-desc">${search.trials.map(({ text, outcome }) => `${text} ${outcome}. `)}</desc>
    ${ticksMarkup(search, { top, foot })}${bandMarkup(search, { top, foot })}${labels.map((label, row) => labelMarkup(label, row, foot))}${search.trials.slice(1).map((trial, index) => stepMarkup(search, [search.trials[index]!, trial], [y(index), y(index + 1)]))}${search.trials.map((trial, index) => trialMarkup(search, trial, y(index)))}
  </svg>`;
}

function percent(search: SearchResult, amount: number): number {
  return Math.round((EDGE + (100 - 2 * EDGE) * placeOf(search, amount)) * 10) / 10;
}

interface Extent {
  readonly top: number;
  readonly foot: number;
}

function ticksMarkup(search: SearchResult, { top, foot }: Extent): Content {
  return Array.from({ length: TICKS + 1 }, (_, index) => {
    const amount = search.from + ((search.to - search.from) * index) / TICKS;
    const x = `${percent(search, amount)}%`;
    const anchor = index === 0 ? 'start' : index === TICKS ? 'end' : 'middle';
    return html`<line
        x1="${x}"
        y1="${top}"
        x2="${x}"
        y2="${foot + 3}"
        stroke="currentColor"
        stroke-opacity="0.15"
      /><text
        x="${x}"
        y="${foot + 15}"
        text-anchor="${anchor}"
        font-size="11"
        font-family="system-ui, sans-serif"
        fill="currentColor"
        fill-opacity="0.8"
        >${formatAmount(search, amount)}</text
      >`;
  });
}

/** What is between the worst value that holds and the best that fails. */
function bandMarkup(search: SearchResult, { top, foot }: Extent): Markup | undefined {
  const { holds, fails, answer } = search;
  if (holds === undefined || fails === undefined || answer === 'not-monotone') return undefined;
  const [begin, end] = [percent(search, holds), percent(search, fails)];
  return html`<rect
    class="between"
    x="${begin}%"
    y="${top}"
    width="${Math.round((end - begin) * 10) / 10}%"
    height="${foot - top}"
    fill="#b4356f"
    fill-opacity="0.18"
  />`;
}

interface Label {
  readonly at: number;
  readonly text: string;
  readonly line: Markup;
}

function intervalLabel(search: SearchResult): Label[] {
  const { holds, fails, answer } = search;
  if (holds === undefined || fails === undefined || answer === 'not-monotone') return [];
  const text = `breaks between ${formatAmount(search, holds)} and ${formatAmount(search, fails)}`;
  return [
    { at: percent(search, (holds + fails) / 2), text, line: html`stroke="#b4356f" stroke-opacity="0"` },
  ];
}

function gateLabel(search: SearchResult): Label[] {
  const { gate } = search;
  if (gate === undefined) return [];
  const text = `${gate.bound.replace('-', ' ')} ${gate.text}`;
  const line = html`stroke="#b4356f" stroke-width="1.5" stroke-dasharray="5 3"`;
  return [{ at: percent(search, gate.value), text, line }];
}

/** Words stand towards the middle of the drawing. */
function labelMarkup({ at, text, line }: Label, row: number, foot: number): Markup {
  const isLeft = at <= 50;
  return html`<line
      class="bound"
      x1="${at}%"
      y1="${row * LABEL_ROW + 2}"
      x2="${at}%"
      y2="${foot}"
      ${line}
    /><text
      x="${at}%"
      y="${row * LABEL_ROW + 12}"
      dx="${isLeft ? 5 : -5}"
      text-anchor="${isLeft ? 'start' : 'end'}"
      font-size="11"
      font-family="system-ui, sans-serif"
      fill="currentColor"
      >${text}</text
    >`;
}

/** From one trial to the next. */
function stepMarkup(
  search: SearchResult,
  [before, after]: readonly [SearchTrial, SearchTrial],
  [y1, y2]: readonly [number, number],
): Markup {
  return html`<line
    x1="${percent(search, before.value)}%"
    y1="${y1}"
    x2="${percent(search, after.value)}%"
    y2="${y2}"
    stroke="currentColor"
    stroke-opacity="0.3"
  />`;
}

function trialMarkup(search: SearchResult, { value, text, outcome }: SearchTrial, y: number): Markup {
  const x = percent(search, value);
  const isLeft = x <= 50;
  return html`<svg x="${x}%" y="${y - MARK / 2}" width="${MARK}" height="${MARK}" overflow="visible">
      <g class="${OUTCOME_VERDICTS[outcome]}" transform="translate(${-MARK / 2} 0)">
        ${verdictShape(OUTCOME_VERDICTS[outcome])}
      </g></svg
    ><text
      x="${x}%"
      y="${y + 4}"
      dx="${isLeft ? 13 : -13}"
      text-anchor="${isLeft ? 'start' : 'end'}"
      font-size="11"
      font-family="system-ui, sans-serif"
      fill="currentColor"
      >${text}</text
    >`;
}
