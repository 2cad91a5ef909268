import type { FigureComparison, SubjectComparison } from '../../compare/comparison.ts';
import { cutToWidth } from '../display-width.ts';
import { html, type Markup } from '../html/markup.ts';
import { labelMarkup } from '../html/timeline/plot.ts';
import type { ComparedFigure } from './changed-figures.ts';
import { changeCell, intervalCell } from './figure-cells.ts';

const ROW = 26;
const TOP = 6;
const AXIS = 24;
/** Where no change stands, and how far the largest one reaches to each side, in percent of the width. */
const ZERO = 57;
const REACH = 36;
/** Half-widths of the axis, as shares of the base. */
const SCALES = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;
/** Intervals next to which nothing else would be seen are cut here. */
const MOST_OF_ENDS = 1;

interface Whisker {
  readonly figure: ComparedFigure;
  readonly value: number;
  readonly interval: ComparedFigure['change']['interval'];
}

/** A dot for the change of each figure, with its interval around the line of no change. */
export function whiskersMarkup(subject: SubjectComparison): Markup | undefined {
  const whiskers = subject.figures.flatMap(whiskerOf);
  if (whiskers.length === 0) return undefined;
  const scale = scaleOf(whiskers);
  const foot = TOP + ROW * whiskers.length;
  return html`<figure>
    <figcaption>
      <strong>Change from the base</strong>
      <small>in % of the base; of success, in percentage points. Filled: evidence of a change</small>
    </figcaption>
    <svg
      class="whiskers"
      width="100%"
      height="${foot + AXIS}"
      font-size="11"
      font-family="system-ui, sans-serif"
      fill="currentColor"
      role="img"
      aria-label="${describe(subject, whiskers)}"
    >
      ${[-scale, 0, scale].map((tick) => tickMarkup(tick, tick / scale, foot))}${whiskers.map((whisker, row) => rowMarkup(whisker, scale, TOP + ROW * (row + 0.5)))}
    </svg>
  </figure>`;
}

/** Latencies as a share of the base, so that all figures stand on one axis. */
function whiskerOf(figure: FigureComparison): Whisker[] {
  if (figure.kind === 'not-compared') return [];
  const isTime = figure.scale === 'difference' && figure.figure !== 'success';
  const unit = isTime ? (figure.base ?? 0) : 1;
  const { value, interval } = figure.change;
  if (!(unit > 0) || !Number.isFinite(unit) || !Number.isFinite(value)) return [];
  return [
    { figure, value: value / unit, interval: { low: interval.low / unit, high: interval.high / unit } },
  ];
}

function scaleOf(whiskers: readonly Whisker[]): number {
  const largest = whiskers.reduce((most, { value, interval }) => {
    const ends = [interval.low, interval.high]
      .filter(Number.isFinite)
      .map((end) => Math.min(Math.abs(end), MOST_OF_ENDS));
    return Math.max(most, Math.abs(value), ...ends);
  }, 0);
  return SCALES.find((scale) => scale >= largest) ?? largest;
}

function tickMarkup(tick: number, at: number, foot: number): Markup {
  const x = percent(at);
  const text = tick === 0 ? '0' : `${tick < 0 ? '−' : '+'}${Math.abs(tick) * 100}%`;
  return html`<line
      class="${tick === 0 ? 'zero' : 'tick'}"
      x1="${x}"
      x2="${x}"
      y1="0"
      y2="${foot}"
      stroke="#8a94a0"
      stroke-width="1"
      ${tick === 0 ? undefined : html`stroke-dasharray="2 4"`}
    />${labelMarkup(x, foot + 16, text, 'middle')}`;
}

function rowMarkup({ figure, value, interval }: Whisker, scale: number, y: number): Markup {
  const kind = figure.evidence === 'none' ? 'unchanged' : 'changed';
  const colour = figure.evidence === 'none' ? '#77818c' : '#2366d1';
  const [low, high] = [interval.low / scale, interval.high / scale];
  const line = (x1: string, x2: string, up: number, down: number): Markup =>
    html`<line
      class="${kind}"
      x1="${x1}"
      x2="${x2}"
      y1="${y - up}"
      y2="${y + down}"
      stroke="${colour}"
      stroke-width="2"
    />`;
  // An end beyond the axis has no cap: the line runs off it.
  const cap = (end: number): Markup | undefined =>
    Math.abs(end) > 1 ? undefined : line(percent(end), percent(end), 4, 4);
  return html`${labelMarkup('0', y + 4, figure.figure)}${line(percent(low), percent(high), 0, 0)}${cap(low)}${cap(high)}<circle
      class="${kind}"
      cx="${percent(value / scale)}"
      cy="${y}"
      r="4.5"
      stroke="${colour}"
      stroke-width="2"
      fill="${figure.evidence === 'none' ? '#fff' : colour}"
    />`;
}

/** Beyond the axis by a little, so that it can be seen to go on. */
function percent(at: number): string {
  const held = Math.min(1.08, Math.max(-1.08, at));
  return `${Math.round((ZERO + REACH * held) * 100) / 100}%`;
}

/** For whom cannot see the picture; the table above has the same. */
function describe({ name }: SubjectComparison, whiskers: readonly Whisker[]): string {
  const figures = whiskers.map(
    ({ figure }) => `${figure.figure} ${changeCell(figure)}, ${intervalCell(figure)}`,
  );
  return `Changes of ${cutToWidth(name, 80)}: ${figures.join('; ')}`;
}
