import { cutToWidth } from '../../display-width.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { describeMoment, type Moment } from './moments.ts';
import { momentMarkup, type TimeAxis } from './plot.ts';

/** Of the lane that they stand in. */
export const MOMENTS_HEIGHT = 14;

/** A change points down at its moment, a proof is a full diamond, one that failed an empty one: told apart without colour. */
export const MOMENT_SHAPES: Readonly<Record<Moment['kind'], Markup>> = {
  changed: html`<path d="M-5 1h10L0 9Z" fill="#b97a00" />`,
  proved: html`<path d="M0 0L5 5L0 10L-5 5Z" fill="#1f9254" />`,
  unproved: html`<path d="M0 1L4 5L0 9L-4 5Z" fill="none" stroke="#dc4437" stroke-width="2" />`,
};

/** What was done to the network, as ticks in a lane that begins at `top`. */
export function momentMarks(moments: readonly Moment[], axis: TimeAxis, top: number): Content {
  return moments.map((moment) =>
    momentMarkup(
      axis,
      moment.at,
      { top: top + 2, height: MOMENTS_HEIGHT - 2 },
      html`<g
        ><title>${cutToWidth(describeMoment(moment), 300)} at ${formatMoment(moment.at)}</title
        >${MOMENT_SHAPES[moment.kind]}</g
      >`,
    ),
  );
}
