import type { RunResult, SeriesResult, StepResult } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { cutToWidth } from '../../display-width.ts';
import { nameMarkup } from '../short-text.ts';
import { bandsMarkup, hatchMarkup } from './bands.ts';
import { blocksOf, type Block } from './blocks.ts';
import { latencyBounds, type LatencyBound } from './bounds.ts';
import { latencyMarkup } from './latency.ts';
import { legendMarkup } from './legend.ts';
import { labelMarkup, timeAxis, type Lane, type TimeAxis } from './plot.ts';
import { chooseScale, timeTicks, type Scale } from './scale.ts';
import { stopMarkup } from './stop.ts';
import { failuresMarkup, rateMarkup } from './strips.ts';

const LATENCY: Lane = { top: 52, height: 216 };
const FAILURES: Lane = { top: 296, height: 24 };
const RATE: Lane = { top: 346, height: 44 };
const HEIGHT = 412;
/** The bands reach from the latency's top to the foot of the last lane. */
const BANDS: Lane = { top: LATENCY.top, height: RATE.top + RATE.height - LATENCY.top };

/** One figure for each load: latency, failures and rate over the run, with the steps behind. */
export function timelinesMarkup(result: RunResult): Markup | undefined {
  const loads = result.series.filter(({ kind }) => kind === 'load');
  const shown = (loads.length > 0 ? loads : result.series).filter(({ t }) => t.length > 0);
  if (shown.length === 0) return undefined;
  return html`<section>
    <h2>Timeline</h2>
    ${shown.map((series, index) => figureMarkup(series, result, `chart-${index + 1}`))}
  </section>`;
}

function figureMarkup(series: SeriesResult, { steps, stopped }: RunResult, id: string): Markup {
  const blocks = blocksOf(series);
  const bounds = latencyBounds(steps, series.subject);
  const scale = chooseScale([...latenciesOf(blocks), ...bounds.map(({ bound }) => bound)]);
  const axis = timeAxis(
    Math.max(stopped?.at ?? 0, ...steps.map(({ end }) => end), ...blocks.map(({ end }) => end)),
  );
  return html`<figure>
    <figcaption>
      <strong>${nameMarkup(series.subject)}</strong> latency over the run,
      ${scale.kind === 'log' ? 'logarithmic' : 'linear'} scale ${legendMarkup()}
    </figcaption>
    <svg class="timeline" width="100%" height="${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
      <title id="${id}-title">Latency of ${cutToWidth(series.subject, 80)} over the run</title>
      <desc id="${id}-desc">${describe(blocks, steps, bounds)}</desc>
      ${hatchMarkup(`${id}-settle`)}${bandsMarkup(steps, axis, BANDS, `${id}-settle`)}${stopMarkup(stopped, axis, BANDS)}${lanesMarkup(blocks, bounds, axis, scale)}
    </svg>
  </figure>`;
}

function lanesMarkup(
  blocks: readonly Block[],
  bounds: readonly LatencyBound[],
  axis: TimeAxis,
  scale: Scale,
): Content {
  return [
    latencyMarkup({ blocks, bounds, axis, scale, lane: LATENCY }),
    failuresMarkup(blocks, axis, FAILURES),
    rateMarkup(blocks, axis, RATE),
    timeTicks(axis.end).map((tick) => {
      const nearEnd = tick > 0.94 * axis.end;
      const anchor = tick === 0 ? 'start' : nearEnd ? 'end' : 'middle';
      return labelMarkup(axis.percent(tick), HEIGHT - 6, formatMoment(tick), anchor);
    }),
  ];
}

function latenciesOf(blocks: readonly Block[]): readonly number[] {
  return blocks.flatMap(({ p50, p95, p99 }) => [p50, p95, p99]).filter((value) => value !== null);
}

/** What the picture says, for whom cannot see it; the figures are in the tables below. */
function describe(
  blocks: readonly Block[],
  steps: readonly StepResult[],
  bounds: readonly LatencyBound[],
): string {
  const failing = blocks.filter(({ n, ok }) => ok < n).length;
  const silent = blocks.filter(({ n }) => n === 0).length;
  return [
    `p50, p95 and p99 over ${steps.length} steps: ${steps.map(({ name, verdict }) => `${cutToWidth(name, 40)} ${verdict}`).join(', ')}.`,
    `${failing} of ${blocks.length} intervals have failures; ${silent} have no data.`,
    bounds.length === 0
      ? ''
      : `Bounds: ${bounds.map(({ that, verdict }) => `${cutToWidth(that, 80)} ${verdict}`).join(', ')}.`,
  ].join(' ');
}
