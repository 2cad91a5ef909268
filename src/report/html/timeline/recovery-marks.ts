import { formatMoment } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { round } from './path.ts';
import { courseMarkup, labelMarkup, type TimeAxis } from './plot.ts';
import type { Recovery } from './recoveries.ts';

/** Of the lane that they stand in: words above, the bar below. */
export const RECOVERY_HEIGHT = 24;
const BAR_TOP = 16;

/** How long each recovery took, as a bar from the change on that ends with the moment, and a dashed mark at its limit. */
export function recoveriesMarkup(recoveries: readonly Recovery[], axis: TimeAxis, top: number): Content {
  return recoveries.map((recovery) =>
    courseMarkup(axis, recovery.step, { top, height: RECOVERY_HEIGHT }, markMarkup(recovery)),
  );
}

function markMarkup({ that, step, after, limit, verdict }: Recovery): Markup {
  const length = Math.max(1, step.end - step.start);
  const end = shareOf(after ?? length, length);
  const colour = verdict === 'pass' ? '#1f9254' : '#dc4437';
  const found = after === null ? 'never recovered' : `recovered after ${formatMoment(after)}`;
  const words = limit === undefined ? found : `${found}, asked within ${formatMoment(limit)}`;
  return html`<g
    ><title>${that}: ${found}; ${verdict}</title>${limitMarkup(limit, length)}<rect
      x="0"
      y="${BAR_TOP}"
      width="${end}"
      height="4"
      fill="${colour}"
    />${capMarkup(after, end, colour)}${labelMarkup('0', 11, words)}</g
  >`;
}

function capMarkup(after: number | null, x: string, colour: string): Content {
  if (after === null) return undefined;
  return html`<circle cx="${x}" cy="${BAR_TOP + 2}" r="4" fill="${colour}" />`;
}

function limitMarkup(limit: number | undefined, length: number): Content {
  if (limit === undefined) return undefined;
  const x = shareOf(limit, length);
  return html`<line
      class="bound"
      x1="0"
      y1="${BAR_TOP + 2}"
      x2="${x}"
      y2="${BAR_TOP + 2}"
      stroke="#b4356f"
      stroke-width="1.5"
      stroke-dasharray="6 4"
    /><line
      class="bound"
      x1="${x}"
      y1="${BAR_TOP - 3}"
      x2="${x}"
      y2="${BAR_TOP + 7}"
      stroke="#b4356f"
      stroke-width="2"
    />`;
}

function shareOf(part: number, length: number): string {
  return `${round(Math.min(100, (100 * part) / length))}%`;
}
