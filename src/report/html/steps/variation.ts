import type { CurvePoint, Variation } from '../../../core/result.gen.ts';
import { formatMeasured, formatMoment } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';

const WIDTH = 600;
const HEIGHT = 90;

/** How the changes of a link that varies went, in words. */
export function describeVariation({ planned, applied, skipped, latest }: Variation): string {
  const left = skipped === 0 ? '' : `, ${skipped} left out`;
  return `${applied} of ${planned} while the window lasted${left}, at most ${formatMeasured(latest)} late`;
}

/** The round trip over the window, as the schedule would show it and as probes saw it; nothing where no probe could tell. */
export function curveMarkup({ curve }: Variation): Markup | undefined {
  const [first] = curve;
  const last = curve.at(-1);
  if (first === undefined || last === undefined || last.at === first.at) return undefined;
  const top = Math.max(1, ...curve.flatMap(({ predicted, observed }) => [predicted, observed]));
  const path = (figure: (point: CurvePoint) => number): string =>
    curve
      .map((point, index) => {
        const x = ((point.at - first.at) / (last.at - first.at)) * WIDTH;
        const y = HEIGHT - (figure(point) / top) * HEIGHT;
        return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      })
      .join('');
  return html`<figure class="curve">
    <svg viewBox="-2 -2 ${WIDTH + 4} ${HEIGHT + 4}" role="img" aria-label="Round trip over the window">
      <path
        class="p95"
        fill="none"
        stroke-width="4"
        opacity="0.5"
        d="${path(({ predicted }) => predicted)}"
      />
      <path class="p50" fill="none" stroke-width="1.5" d="${path(({ observed }) => observed)}" />
    </svg>
    <figcaption>
      Round trip from ${formatMoment(first.at)} to ${formatMoment(last.at)}, up to ${formatMeasured(top)}: the
      thick line is the schedule, the thin one what probes saw
    </figcaption>
  </figure>`;
}
