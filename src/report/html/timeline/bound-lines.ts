import { html, type Content, type Markup } from '../markup.ts';
import { cutToWidth } from '../../display-width.ts';
import type { Bound } from './bounds.ts';
import { round } from './path.ts';
import { placeLabels } from './place-labels.ts';
import { LABEL_HEIGHT, labelMarkup, spanMarkup, type Lane, type TimeAxis } from './plot.ts';

/** What the bounds of a panel are drawn with. */
export interface BoundLines {
  /** Step by step: in a step, the lines stand side by side. */
  readonly bounds: readonly (readonly Bound[])[];
  readonly axis: TimeAxis;
  readonly lane: Lane;
  /** 0 at the bottom of the lane, 1 at its top. */
  readonly position: (value: number) => number;
  readonly format: (value: number) => string;
}

/** The room that the words above a bound at the top of a panel need. */
export function headroomFor(bounds: BoundLines['bounds']): number {
  return bounds.some((each) => each.length > 0) ? LABEL_HEIGHT : 0;
}

/** Each bound as a dashed line over its window; what it asks for stands above, the value first, because a short window cuts the rest. */
export function boundLinesMarkup(lines: BoundLines): Content {
  return lines.bounds.map((bounds) => stepMarkup(lines, bounds));
}

function stepMarkup({ axis, lane, position, format }: BoundLines, bounds: readonly Bound[]): Content {
  // Room for a label above a line at the very top.
  const room = { top: lane.top - LABEL_HEIGHT, height: lane.height + LABEL_HEIGHT };
  const heights = bounds.map(({ value }) => round(LABEL_HEIGHT + lane.height * (1 - position(value))));
  const labels = placeLabels(
    heights.map((y) => y - 4),
    LABEL_HEIGHT,
    { top: LABEL_HEIGHT - 3, bottom: room.height - 4 },
  );
  return bounds.map((bound, index) =>
    spanMarkup(
      axis,
      bound.window,
      room,
      html`<g
        ><title>${bound.that}: ${bound.verdict}</title
        ><line
          class="bound"
          x1="0"
          y1="${heights[index]}"
          x2="100%"
          y2="${heights[index]}"
          stroke="#b4356f"
          stroke-width="1.5"
          stroke-dasharray="6 4"
        />${labelOf(bound, labels[index] ?? 0, format)}</g
      >`,
    ),
  );
}

function labelOf(bound: Bound, y: number, format: BoundLines['format']): Markup {
  const { figure, comparison, asked, verdict } = bound;
  const text = `${comparison} ${format(asked)} ${cutToWidth(figure, 60)}`;
  if (verdict === 'pass') return labelMarkup('0', y, text);
  return html`<g class="missed ${verdict}" font-weight="700"
    >${labelMarkup('0', y, `${text}: ${verdict}`)}</g
  >`;
}
