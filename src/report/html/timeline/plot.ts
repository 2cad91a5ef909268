import type { Milliseconds } from '../../../core/clock.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { round } from './path.ts';

/** A plot's own width; it is stretched to the page's width, so that text beside it is not. */
const PLOT_WIDTH = 1000;

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
    end,
    x: (moment) => (moment / span) * PLOT_WIDTH,
    percent: (moment) => `${round((moment / span) * 1000) / 10}%`,
  };
}

/** Where a part of the figure stands, in pixels from its top. */
export interface Lane {
  readonly top: number;
  readonly height: number;
}

/** Paths in plot coordinates: stretched horizontally only, with strokes that keep their width. */
export function plotMarkup({ top, height }: Lane, paths: Content): Markup {
  return html`<svg
    x="0"
    y="${top}"
    width="100%"
    height="${height}"
    viewBox="0 0 ${PLOT_WIDTH} ${height}"
    preserveAspectRatio="none"
    overflow="visible"
  >
    ${paths}
  </svg>`;
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

/** Keeps text off the line that it stands at. */
const SHIFT = { start: 4, middle: 0, end: -4 } as const;

/** Text inside the figure that keeps its size on every screen. */
export function labelMarkup(
  x: string,
  y: number,
  text: string,
  anchor: keyof typeof SHIFT = 'start',
): Markup {
  return html`<text
    x="${x}"
    y="${y}"
    dx="${SHIFT[anchor]}"
    text-anchor="${anchor}"
    font-size="11"
    font-family="system-ui, sans-serif"
    fill="currentColor"
    >${text}</text
  >`;
}
