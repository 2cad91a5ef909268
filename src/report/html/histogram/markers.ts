import type { Milliseconds } from '../../../core/clock.ts';
import { formatDuration } from '../../../core/units/duration.ts';
import { cutToWidth } from '../../display-width.ts';
import { formatMeasured } from '../../figures.ts';
import { markerMarkup } from '../axis-marks.ts';
import { html, type Content, type Markup } from '../markup.ts';
import type { LogAxis } from './bins.ts';
import type { Distribution } from './distribution.ts';

/** A line through the bars with its words in a row of its own above them, so that no two words can meet. */
interface Marker {
  readonly at: Milliseconds;
  readonly text: string;
  readonly kind: 'p50' | 'p95' | 'bound';
}

/** Of one row, in pixels. */
export const ROW = 15;
const TEXT_CELLS = 44;

const STROKES: Readonly<Record<Marker['kind'], Markup>> = {
  p50: html`stroke="#12a594" stroke-width="1.5"`,
  p95: html`stroke="#3b82f6" stroke-width="2"`,
  bound: html`stroke="#b4356f" stroke-width="1.5" stroke-dasharray="5 3"`,
};

export function markersOf({ now, bounds }: Distribution): readonly Marker[] {
  const { p50, p95 } = now.subject;
  return [
    ...bounds.map(({ that, bound }) => ({ at: bound, text: boundText(that, bound), kind: 'bound' as const })),
    ...(p95 === null ? [] : [{ at: p95, text: `p95 ${formatMeasured(p95)}`, kind: 'p95' as const }]),
    ...(p50 === null ? [] : [{ at: p50, text: `p50 ${formatMeasured(p50)}`, kind: 'p50' as const }]),
  ];
}

/**
 * `p95{name=cart} < 200ms`, because the subject stands above the figure; with the value where the text has none of its own, as
 * `p95 <= baseline + 50ms: 61ms`.
 */
export function boundText(that: string, bound: Milliseconds): string {
  const short = cutToWidth(that.replace(/^(\w+(?:\([\d.]+\))?)\([^(){}]+(\{[^}]*\})?\)/, '$1$2'), TEXT_CELLS);
  const plain = /[<>=]=? *([\d.]+[a-z]+)$/.exec(that)?.[1];
  return plain === formatDuration(bound) ? short : `${short}: ${formatMeasured(bound)}`;
}

export function markersMarkup(markers: readonly Marker[], axis: LogAxis, foot: number): Content {
  return outermostFirst(markers, axis).map(({ at, text, kind }, row) =>
    markerMarkup(
      { percent: axis.position(at) * 100, text, kind, stroke: STROKES[kind] },
      { top: row * ROW, foot },
    ),
  );
}

/** Words stand towards the middle of the drawing, so a line from a row above is only beside them if it is further out. */
function outermostFirst(markers: readonly Marker[], axis: LogAxis): readonly Marker[] {
  const distance = ({ at }: Marker): number => Math.abs(axis.position(at) - 0.5);
  return markers.toSorted((a, b) => distance(b) - distance(a));
}
