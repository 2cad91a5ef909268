import type { SubjectSummary } from '../../core/result.gen.ts';
import { Histogram, type Bucket } from '../../metrics/histogram.ts';
import { cutToWidth } from '../display-width.ts';
import { formatMeasured } from '../figures.ts';
import { html, type Markup } from '../html/markup.ts';
import { round } from '../html/timeline/path.ts';
import { fillMarkup, labelMarkup, PLOT_WIDTH, plotMarkup, strokeMarkup } from '../html/timeline/plot.ts';
import { chooseScale, type Scale } from '../html/timeline/scale.ts';

const BINS = 60;
const HEIGHT = 132;
const AXIS = 24;

/** The latencies of both runs over each other, each as shares of its answers. */
export function latencyOverlayMarkup(
  name: string,
  [base, run]: readonly [SubjectSummary | undefined, SubjectSummary | undefined],
): Markup | undefined {
  const [from, to] = [bucketsOf(base), bucketsOf(run)];
  if (from.length === 0 || to.length === 0) return undefined;
  const ends = [...from, ...to].flatMap((bucket) => [middleOf(bucket), bucket.to]);
  const scale = chooseScale([Math.min(...ends), Math.max(...ends)]);
  const [before, after] = [sharesOf(from, scale), sharesOf(to, scale)];
  const highest = Math.max(...before, ...after);
  const path = (shares: readonly number[]): string => outline(shares.map((share) => share / highest));
  return html`<figure>
    <figcaption>
      <strong>Latency of the answers</strong>
      <small>filled: the base; line: the run; ${scale.kind === 'log' ? 'logarithmic' : 'linear'} scale</small>
    </figcaption>
    <svg
      class="overlay"
      width="100%"
      height="${HEIGHT + AXIS}"
      font-size="11"
      font-family="system-ui, sans-serif"
      fill="currentColor"
      role="img"
      aria-label="${describe(name, base, run)}"
    >
      ${plotMarkup({ top: 0, height: HEIGHT }, [
        fillMarkup('before', `${path(before)}Z`, html`fill="#8a94a0" fill-opacity="0.45"`),
        strokeMarkup('after', path(after), html`stroke="#2366d1" stroke-width="2"`),
      ])}
      <line class="tick" x1="0" x2="100%" y1="${HEIGHT}" y2="${HEIGHT}" stroke="#8a94a0" />
      ${scale.ticks.map((tick) => tickMarkup(tick, scale))}
    </svg>
  </figure>`;
}

function bucketsOf(subject: SubjectSummary | undefined): Bucket[] {
  return subject?.histogram === undefined ? [] : Histogram.fromBuckets(subject.histogram).buckets();
}

function middleOf({ from, to }: Bucket): number {
  return (from + to) / 2;
}

function sharesOf(buckets: readonly Bucket[], scale: Scale): number[] {
  const shares = Array.from({ length: BINS }, () => 0);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  for (const bucket of buckets) {
    const bin = Math.min(BINS - 1, Math.floor(scale.position(middleOf(bucket)) * BINS));
    shares[bin] = (shares[bin] ?? 0) + bucket.count / total;
  }
  return shares;
}

/** A stair from the foot on the left to the foot on the right. */
function outline(shares: readonly number[]): string {
  const step = PLOT_WIDTH / BINS;
  const y = (share: number): number => round(HEIGHT - share * (HEIGHT - 4));
  const x = (bin: number): number => round(bin * step);
  return `M0 ${HEIGHT}${shares.map((share, bin) => `V${y(share)}H${x(bin + 1)}`).join('')}V${HEIGHT}`;
}

function tickMarkup(tick: number, scale: Scale): Markup {
  const at = scale.position(tick);
  const anchor = at < 0.06 ? 'start' : at > 0.94 ? 'end' : 'middle';
  return labelMarkup(`${Math.round(at * 1000) / 10}%`, HEIGHT + 16, formatMeasured(tick), anchor);
}

function describe(name: string, ...sides: readonly (SubjectSummary | undefined)[]): string {
  const [before, after] = sides.map((side) =>
    [side?.p50, side?.p95, side?.p99]
      .map((value) => (value == null ? 'none' : formatMeasured(value)))
      .join(', '),
  );
  return `Latencies of ${cutToWidth(name, 80)}: p50, p95 and p99 are ${before} in the base and ${after} in the run`;
}
