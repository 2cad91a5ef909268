import { formatDuration } from '../../../core/units/duration.ts';
import { formatMeasured } from '../../figures.ts';
import { html, type Content } from '../markup.ts';
import type { Block, Percentile } from './blocks.ts';
import { boundLinesMarkup } from './bound-lines.ts';
import type { Bound } from './bounds.ts';
import type { Panel } from './frame.ts';
import { barsPath, linePath, round, type Point } from './path.ts';
import {
  fillMarkup,
  LABEL_HEIGHT,
  labelMarkup,
  timePlotMarkup,
  ruleMarkup,
  strokeMarkup,
  type Lane,
  type TimeAxis,
} from './plot.ts';
import { chooseScale, type Scale } from './scale.ts';

const HEIGHT = 176;
const NO_ANSWER_HEIGHT = 5;

interface LatencyPlot {
  readonly blocks: readonly Block[];
  readonly axis: TimeAxis;
  readonly scale: Scale;
  readonly lane: Lane;
}

/** The three percentiles over time, the bounds upon them, and where there was no answer to draw. */
export function latencyPanel(
  blocks: readonly Block[],
  bounds: readonly (readonly Bound[])[],
  axis: TimeAxis,
): Panel {
  const values = blocks.flatMap(({ p50, p95, p99 }) => [p50, p95, p99]).filter((value) => value !== null);
  const scale = chooseScale([...values, ...bounds.flat().map(({ value }) => value)]);
  const { position } = scale;
  return {
    title: 'latency',
    note: scale.kind === 'log' ? 'logarithmic' : '',
    headroom: LABEL_HEIGHT,
    height: HEIGHT,
    markup: (lane) => [
      scale.ticks.map((tick) => ruleMarkup(heightOf(lane, scale, tick), 0.12)),
      linesMarkup({ blocks, axis, scale, lane }),
      boundLinesMarkup({ bounds, axis, lane, position, format: formatMeasured }),
      scale.ticks.map((tick) =>
        labelMarkup('100%', round(heightOf(lane, scale, tick) - 3), formatDuration(tick), 'end'),
      ),
    ],
  };
}

function linesMarkup(plot: LatencyPlot): Content {
  const p50 = pointsOf(plot, 'p50');
  const p95 = pointsOf(plot, 'p95');
  const p99 = pointsOf(plot, 'p99');
  return timePlotMarkup(plot.axis, plot.lane, [
    strokeMarkup('p99', linePath(p99), html`stroke="#3b82f6" stroke-width="1"`),
    strokeMarkup('p50', linePath(p50), html`stroke="#12a594" stroke-width="1.5"`),
    strokeMarkup('p95', linePath(p95), html`stroke="#3b82f6" stroke-width="2.5"`),
    fillMarkup('unanswered', unansweredPath(plot), html`fill="#dc4437"`),
  ]);
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

function heightOf({ top, height }: Lane, scale: Scale, value: number): number {
  return round(top + height * (1 - scale.position(value)));
}
