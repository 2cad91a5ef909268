import type { Milliseconds } from '../../../core/clock.ts';
import { formatDuration } from '../../../core/units/duration.ts';
import { html, type Markup } from '../markup.ts';
import type { LogAxis } from './bins.ts';

/** A mark of the axis with its figure below. */
export function tickMarkup(
  axis: LogAxis,
  tick: Milliseconds,
  { top, foot }: { readonly top: number; readonly foot: number },
): Markup {
  const place = axis.position(tick);
  const x = `${Math.round(place * 1000) / 10}%`;
  const anchor = place < 0.05 ? 'start' : place > 0.95 ? 'end' : 'middle';
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
      >${formatDuration(tick)}</text
    >`;
}
