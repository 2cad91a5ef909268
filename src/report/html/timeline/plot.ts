import type { Milliseconds } from '../../../core/clock.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { round } from './path.ts';

/** A plot's own width; it is stretched to the page's width, so that text beside it is not. */
export const PLOT_WIDTH = 1000;

/** A stretch of the run. */
export interface TimeSpan {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
}

/** The run's time on the horizontal axis. */
export interface TimeAxis {
  readonly end: Milliseconds;
  /** In the plot's coordinates. */
  readonly x: (moment: Milliseconds) => number;
  /** As a share of the page's width. */
  readonly percent: (moment: Milliseconds) => string;
}

export function timeAxis(end: Milliseconds): TimeAxis {
  const span = Math.max(end, 1);
  return {
    end: span,
    x: (moment) => (moment / span) * PLOT_WIDTH,
    percent: (moment) => `${round((moment / span) * 1000) / 10}%`,
  };
}

/** Where a part of the figure stands, in pixels from its top. */
export interface Lane {
  readonly top: number;
  readonly height: number;
}

/**
 * What holds through a stretch of time, in a picture of its own that ends where the stretch does. Whatever lies in time is drawn in
 * a picture that tells its moments: to zoom, the script has nothing to do but to move these. Of this one it keeps the begin in
 * sight, and with it the words that stand there.
 */
export function spanMarkup(axis: TimeAxis, span: TimeSpan, lane: Lane, content: Content): Markup {
  return pictureMarkup('span', axis, { span, lane, content });
}

/** What happens in a stretch of time, at its place within: zooming in stretches it. */
export function courseMarkup(axis: TimeAxis, span: TimeSpan, lane: Lane, content: Content): Markup {
  return pictureMarkup('course', axis, { span, lane, content });
}

interface Picture {
  readonly span: TimeSpan;
  readonly lane: Lane;
  readonly content: Content;
}

function pictureMarkup(
  kind: string,
  axis: TimeAxis,
  { span: { start, end }, lane, content }: Picture,
): Markup {
  return html`<svg
    class="${kind}"
    x="${axis.percent(start)}"
    y="${lane.top}"
    width="${axis.percent(end - start)}"
    height="${lane.height}"
    data-from="${round(start)}"
    data-to="${round(end)}"
  >
    ${content}
  </svg>`;
}

/** What belongs to a moment: its content is drawn around x = 0. */
export function momentMarkup(axis: TimeAxis, moment: Milliseconds, lane: Lane, content: Content): Markup {
  return html`<svg
    x="${axis.percent(moment)}"
    y="${lane.top}"
    width="1"
    height="${lane.height}"
    overflow="visible"
    data-at="${round(moment)}"
  >
    ${content}
  </svg>`;
}

/** Paths in plot coordinates: stretched horizontally only, with strokes that keep their width. */
export function plotMarkup({ top, height }: Lane, paths: Content, attributes?: Markup): Markup {
  return html`<svg
    x="0"
    y="${top}"
    width="100%"
    height="${height}"
    viewBox="0 0 ${PLOT_WIDTH} ${height}"
    preserveAspectRatio="none"
    overflow="visible"
    ${attributes}
  >
    ${paths}
  </svg>`;
}

/** Such a plot over the whole time of the run. */
export function timePlotMarkup({ end }: TimeAxis, lane: Lane, paths: Content): Markup {
  return plotMarkup(lane, paths, html`class="course" data-from="0" data-to="${round(end)}"`);
}

/** A line that keeps its width however the plot is stretched. */
export function strokeMarkup(kind: string, data: string, attributes: Markup): Content {
  if (data === '') return undefined;
  return html`<path
    class="${kind}"
    d="${data}"
    fill="none"
    vector-effect="non-scaling-stroke"
    stroke-linejoin="round"
    stroke-linecap="round"
    ${attributes}
  />`;
}

export function fillMarkup(kind: string, data: string, attributes: Markup): Content {
  if (data === '') return undefined;
  return html`<path class="${kind}" d="${data}" ${attributes} />`;
}

/** Across the whole figure, at a height. */
export function ruleMarkup(y: number, opacity: number): Markup {
  return html`<line
    x1="0"
    y1="${y}"
    x2="100%"
    y2="${y}"
    stroke="currentColor"
    stroke-opacity="${opacity}"
  />`;
}

/** Keeps text off the line that it stands at. */
const SHIFT = { start: 4, middle: 0, end: -4 } as const;

type Anchor = keyof typeof SHIFT;

/** For words above the top of a panel. */
export const LABEL_HEIGHT = 12;

/** Text inside the figure that keeps its size on every screen. */
export function labelMarkup(x: string, y: number, text: Content, anchor: Anchor = 'start'): Markup {
  return html`<text x="${x}" y="${y}" dx="${SHIFT[anchor]}" text-anchor="${anchor}">${text}</text>`;
}
