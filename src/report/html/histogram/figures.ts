import type { StepResult } from '../../../core/result.gen.ts';
import { formatDuration } from '../../../core/units/duration.ts';
import { cutToWidth } from '../../display-width.ts';
import { formatCount, formatPercentile, formatShare } from '../../figures.ts';
import { tickMarkup } from '../axis-marks.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { BARS_WIDTH, barsPath } from './bars.ts';
import { axisTicks, binShares, logAxis, type LogAxis } from './bins.ts';
import { distributionsOf, type Distribution, type Population } from './distribution.ts';
import { markersMarkup, markersOf, ROW } from './markers.ts';

const BARS = 96;
const FOOT = 18;

/** How the latencies of a step were spread, for each load and each edge that is judged, the baseline's behind. */
export function histogramsMarkup(steps: readonly StepResult[], index: number): Markup | undefined {
  const distributions = distributionsOf(steps, index);
  if (distributions.length === 0) return undefined;
  return html`<div class="histograms">
    ${distributions.map((one, number) => figureMarkup(one, `spread-${index + 1}-${number + 1}`))}
  </div>`;
}

function figureMarkup(distribution: Distribution, id: string): Markup {
  const { now, before, bounds } = distribution;
  const markers = markersOf(distribution);
  const axis = logAxis([
    ...now.histogram.edges,
    ...(before?.histogram.edges ?? []),
    ...markers.map(({ at }) => at),
  ]);
  const top = markers.length * ROW + 4;
  const height = top + BARS + FOOT;
  return html`<figure class="histogram">
    <figcaption>
      <strong>${nameMarkup(now.subject.name)}</strong> latency, share of requests, logarithmic
      scale${before === undefined ? undefined : html`; <span class="behind">grey: ${nameMarkup(before.step)}</span>`}${unansweredMarkup(now)}
    </figcaption>
    <svg width="100%" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
      <title id="${id}-title">Distribution of the latency of ${cutToWidth(now.subject.name, 80)}</title>
      <desc id="${id}-desc">
        ${describe(now)}${before === undefined ? '' : ` In ${cutToWidth(before.step, 40)}: ${describe(before)}`}
        ${bounds.map(({ that, verdict }) => `${cutToWidth(that, 80)}: ${verdict}. `)}
      </desc>
      ${axisTicks(axis).map((tick) => tickMarkup({ percent: axis.position(tick) * 100, text: formatDuration(tick) }, { top, foot: top + BARS }))}${barsMarkup(distribution, axis, top)}${markersMarkup(markers, axis, top + BARS)}
    </svg>
  </figure>`;
}

function barsMarkup({ now, before }: Distribution, axis: LogAxis, top: number): Content {
  const shares = binShares(now.histogram, now.subject.n, axis);
  const behind = before === undefined ? [] : binShares(before.histogram, before.subject.n, axis);
  const tallest = Math.max(...shares, ...behind);
  const grey = behind.length === 0 ? '' : barsPath(behind, tallest, BARS);
  return html`<svg
    x="0"
    y="${top}"
    width="100%"
    height="${BARS}"
    viewBox="0 0 ${BARS_WIDTH} ${BARS}"
    preserveAspectRatio="none"
  >
    ${grey === '' ? undefined : html`<path class="before" d="${grey}" fill="#8a94a0" fill-opacity="0.45" />`}
    <path class="now" d="${barsPath(shares, tallest, BARS)}" fill="#3b82f6" fill-opacity="0.7" />
  </svg>`;
}

function describe({ subject }: Population): string {
  const { n, p50, p95, p99, success } = subject;
  const figures = [p50, p95, p99].map((value) => formatPercentile(value, n));
  return `p50 ${figures[0]}, p95 ${figures[1]}, p99 ${figures[2]} of ${formatCount(n)} requests, success ${formatShare(success)}.`;
}

function unansweredMarkup({ subject, histogram }: Population): Markup | undefined {
  const answered = histogram.counts.reduce((sum, count) => sum + count, 0);
  if (answered >= subject.n) return undefined;
  return html`; <strong class="disagrees">${formatCount(subject.n - answered)} without an answer</strong>`;
}
