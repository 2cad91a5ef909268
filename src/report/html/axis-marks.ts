import { html, type Markup } from './markup.ts';
import { round } from './timeline/path.ts';

/** Where something stands across a drawing, in percent of its width, and what it says. */
export interface AxisMark {
  readonly percent: number;
  readonly text: string;
}

/** From where a line comes down, and the foot of the drawing. */
interface Extent {
  readonly top: number;
  readonly foot: number;
}

/** Words at one place. */
interface Aside extends AxisMark {
  readonly y: number;
  /** Between the place and the words. */
  readonly gap: number;
}

/** A mark of the axis with its figure below. */
export function tickMarkup({ percent, text }: AxisMark, { top, foot }: Extent): Markup {
  const x = `${round(percent)}%`;
  const anchor = percent < 5 ? 'start' : percent > 95 ? 'end' : 'middle';
  return html`<line
      x1="${x}"
      y1="${top}"
      x2="${x}"
      y2="${foot + 3}"
      stroke="currentColor"
      stroke-opacity="0.15"
    /><text
      x="${x}"
      y="${foot + 14}"
      text-anchor="${anchor}"
      font-size="11"
      font-family="system-ui, sans-serif"
      fill="currentColor"
      fill-opacity="0.8"
      >${text}</text
    >`;
}

/** A line through the drawing, with its attributes in `stroke`, and its words beside its upper end. */
export function markerMarkup(
  { percent, text, kind, stroke }: AxisMark & { readonly kind: string; readonly stroke: Markup },
  { top, foot }: Extent,
): Markup {
  const x = `${round(percent)}%`;
  return html`<line
      class="${kind}"
      x1="${x}"
      y1="${top + 2}"
      x2="${x}"
      y2="${foot}"
      ${stroke}
    />${asideMarkup({ percent, text, y: top + 12, gap: 5 })}`;
}

/** Words beside a place stand towards the middle of the drawing. */
export function asideMarkup({ percent, text, y, gap }: Aside): Markup {
  const isLeft = percent <= 50;
  return html`<text
    x="${round(percent)}%"
    y="${y}"
    dx="${isLeft ? gap : -gap}"
    text-anchor="${isLeft ? 'start' : 'end'}"
    font-size="11"
    font-family="system-ui, sans-serif"
    fill="currentColor"
    >${text}</text
  >`;
}
