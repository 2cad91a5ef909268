import type { SearchResult, SearchTrial } from '../../../core/result.gen.ts';
import type { VerdictName } from '../../../core/events.ts';
import { asideMarkup, markerMarkup, tickMarkup, type AxisMark } from '../axis-marks.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { round } from '../timeline/path.ts';
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
    ${ticksMarkup(search, { top, foot })}${bandMarkup(search, { top, foot })}${labels.map((label, row) => markerMarkup({ ...label, kind: 'bound' }, { top: row * LABEL_ROW, foot }))}${search.trials.slice(1).map((trial, index) => stepMarkup(search, [search.trials[index]!, trial], [y(index), y(index + 1)]))}${search.trials.map((trial, index) => trialMarkup(search, trial, y(index)))}
  </svg>`;
}

function percent(search: SearchResult, amount: number): number {
  return round(EDGE + (100 - 2 * EDGE) * placeOf(search, amount));
}

interface Extent {
  readonly top: number;
  readonly foot: number;
}

function ticksMarkup(search: SearchResult, extent: Extent): Content {
  return Array.from({ length: TICKS + 1 }, (_, index) => {
    const amount = search.from + ((search.to - search.from) * index) / TICKS;
    return tickMarkup({ percent: percent(search, amount), text: formatAmount(search, amount) }, extent);
  });
}

/** The interval of the answer, where the trials agree on one. */
function betweenOf({ holds, fails, answer }: SearchResult): readonly [number, number] | undefined {
  if (holds === undefined || fails === undefined || answer === 'not-monotone') return undefined;
  return [holds, fails];
}

/** What is between the worst value that holds and the best that fails. */
function bandMarkup(search: SearchResult, { top, foot }: Extent): Markup | undefined {
  const between = betweenOf(search);
  if (between === undefined) return undefined;
  const [begin, end] = [percent(search, between[0]), percent(search, between[1])];
  return html`<rect
    class="between"
    x="${begin}%"
    y="${top}"
    width="${round(end - begin)}%"
    height="${foot - top}"
    fill="#b4356f"
    fill-opacity="0.18"
  />`;
}

interface Label extends AxisMark {
  readonly stroke: Markup;
}

function intervalLabel(search: SearchResult): Label[] {
  const between = betweenOf(search);
  if (between === undefined) return [];
  const [holds, fails] = between;
  const text = `breaks between ${formatAmount(search, holds)} and ${formatAmount(search, fails)}`;
  return [
    {
      percent: percent(search, (holds + fails) / 2),
      text,
      stroke: html`stroke="#b4356f" stroke-opacity="0"`,
    },
  ];
}

function gateLabel(search: SearchResult): Label[] {
  const { gate } = search;
  if (gate === undefined) return [];
  const text = `${gate.bound.replace('-', ' ')} ${gate.text}`;
  const stroke = html`stroke="#b4356f" stroke-width="1.5" stroke-dasharray="5 3"`;
  return [{ percent: percent(search, gate.value), text, stroke }];
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
  return html`<svg x="${x}%" y="${y - MARK / 2}" width="${MARK}" height="${MARK}" overflow="visible">
      <g class="${OUTCOME_VERDICTS[outcome]}" transform="translate(${-MARK / 2} 0)">
        ${verdictShape(OUTCOME_VERDICTS[outcome])}
      </g></svg
    >${asideMarkup({ percent: x, text, y: y + 4, gap: 13 })}`;
}
