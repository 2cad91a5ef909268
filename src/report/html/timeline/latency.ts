import type { Milliseconds } from '../../../core/clock.ts';
import { formatDuration } from '../../../core/units/duration.ts';
import { html, type Content, type Markup } from '../markup.ts';
import type { Block, Percentile } from './blocks.ts';
import type { LatencyBound } from './bounds.ts';
import { areaPath, barsPath, linePath, round, type Point } from './path.ts';
import { fillMarkup, labelMarkup, plotMarkup, strokeMarkup, type Lane, type TimeAxis } from './plot.ts';
import type { Scale } from './scale.ts';

/** What a plot of latency shows. */
export interface LatencyPlot {
  readonly blocks: readonly Block[];
  readonly bounds: readonly LatencyBound[];
  readonly axis: TimeAxis;
  readonly scale: Scale;
  readonly lane: Lane;
}

const NO_ANSWER_HEIGHT = 5;

/** The three percentiles over time, the bounds upon them, and where there was no answer to draw. */
export function latencyMarkup(plot: LatencyPlot): Content {
  const p50 = pointsOf(plot, 'p50');
  const p95 = pointsOf(plot, 'p95');
  const p99 = pointsOf(plot, 'p99');
  return [
    plot.scale.ticks.map((tick) => gridLine(plot, tick)),
    plotMarkup(plot.lane, [
      fillMarkup('spread', areaPath(p99, p50), html`fill="#3b82f6" fill-opacity="0.14"`),
      strokeMarkup('p99', linePath(p99), html`stroke="#3b82f6" stroke-width="1"`),
      strokeMarkup('p50', linePath(p50), html`stroke="#12a594" stroke-width="1.5"`),
      strokeMarkup('p95', linePath(p95), html`stroke="#3b82f6" stroke-width="2.5"`),
      fillMarkup('unanswered', unansweredPath(plot), html`fill="#dc4437"`),
    ]),
    plot.bounds.map((bound) => boundMarkup(plot, bound)),
    plot.scale.ticks.map((tick) => labelMarkup('0', heightOf(plot, tick) - 3, formatDuration(tick))),
  ];
}

/** A point a block, with a gap where a block has no value or time is missing between two. */
function pointsOf(plot: LatencyPlot, percentile: Percentile): readonly (Point | undefined)[] {
  const { axis, blocks, scale, lane } = plot;
  return blocks.flatMap((block, index) => {
    const value = block[percentile];
    const before = blocks[index - 1];
    const torn = before !== undefined && block.start - before.end > (block.end - block.start) / 2;
    const point =
      value === null
        ? undefined
        : { x: axis.x((block.start + block.end) / 2), y: lane.height * (1 - scale.position(value)) };
    return torn ? [undefined, point] : [point];
  });
}

/** Where exchanges ended and p95 is larger than any value: off the top, not absent. */
function unansweredPath({ blocks, axis }: LatencyPlot): string {
  return barsPath(
    blocks
      .filter(({ n, p95 }) => n > 0 && p95 === null)
      .map(({ start, end }) => ({
        x: axis.x(start),
        y: 0,
        width: axis.x(end - start),
        height: NO_ANSWER_HEIGHT,
      })),
  );
}

function gridLine(plot: LatencyPlot, tick: number): Markup {
  const y = heightOf(plot, tick);
  return html`<line x1="0" y1="${y}" x2="100%" y2="${y}" stroke="currentColor" stroke-opacity="0.15" />`;
}

function boundMarkup(plot: LatencyPlot, { that, bound, window, verdict }: LatencyBound): Markup {
  const y = heightOf(plot, bound);
  const end = plot.axis.percent(window.end);
  return html`<g
    ><title>${that}: ${verdict}</title
    ><line
      class="bound"
      x1="${plot.axis.percent(window.start)}"
      y1="${y}"
      x2="${end}"
      y2="${y}"
      stroke="#b4356f"
      stroke-width="1.5"
      stroke-dasharray="6 4"
    />
    ${labelMarkup(end, y - 4, formatDuration(bound), 'end')}</g
  >`;
}

function heightOf({ lane, scale }: LatencyPlot, value: Milliseconds): number {
  return round(lane.top + lane.height * (1 - scale.position(value)));
}
