import { formatShare } from '../../figures.ts';
import { formatRatio } from '../../../core/units/ratio.ts';
import { html } from '../markup.ts';
import type { Block } from './blocks.ts';
import { boundLinesMarkup, headroomFor } from './bound-lines.ts';
import type { Bound } from './bounds.ts';
import type { Panel } from './frame.ts';
import { stepAreaPath, stepPath, type Bar } from './path.ts';
import { fillMarkup, labelMarkup, timePlotMarkup, ruleMarkup, strokeMarkup, type TimeAxis } from './plot.ts';

const HEIGHT = 44;
/** One failure among many must still be seen. */
const LEAST_HEIGHT = 3;
/** Where the axis may begin. */
const FLOORS = [0.98, 0.95, 0.9, 0.8, 0.5];
/** Of the axis, below the lowest value. */
const LEAST_ROOM = 0.15;

/** The share that succeeded over time, and in red what is missing to all. */
export function successPanel(
  blocks: readonly Block[],
  bounds: readonly (readonly Bound[])[],
  axis: TimeAxis,
): Panel {
  const used = blocks.filter(({ n }) => n > 0);
  const lowest = used.reduce((least, { n, ok }) => Math.min(least, ok / n), 1);
  const floor = successFloor([lowest, ...bounds.flat().map(({ value }) => value)]);
  const position = (share: number): number => Math.max(0, (share - floor) / (1 - floor));
  const bars = used.map((block): Bar => {
    const missing = (1 - position(block.ok / block.n)) * HEIGHT;
    const y = block.ok < block.n ? Math.max(LEAST_HEIGHT, missing) : 0;
    return { x: axis.x(block.start), y, width: axis.x(block.end - block.start), height: HEIGHT - y };
  });
  const missing = bars.filter(({ y }) => y > 0);
  return {
    title: 'success',
    note: used.length === 0 ? 'no data' : `lowest ${formatShare(lowest)}`,
    headroom: headroomFor(bounds),
    height: HEIGHT,
    markup: (lane) => [
      ruleMarkup(lane.top, 0.12),
      ruleMarkup(lane.top + lane.height, 0.3),
      timePlotMarkup(axis, lane, [
        fillMarkup('failed', stepAreaPath(missing, 0), html`fill="#dc4437" fill-opacity="0.55"`),
        strokeMarkup('success', stepPath(bars), html`stroke="#1f9254" stroke-width="1.5"`),
      ]),
      boundLinesMarkup({ bounds, axis, lane, position, format: formatRatio }),
      labelMarkup('100%', lane.top + lane.height - 3, formatRatio(floor), 'end'),
    ],
  };
}

/** Where an axis of shares up to 100 % begins, so that all of `shares` stand apart from its ends. */
export function successFloor(shares: readonly number[]): number {
  const lowest = Math.min(...shares);
  if (lowest === 1) return 0.9;
  return FLOORS.find((floor) => lowest - floor >= LEAST_ROOM * (1 - floor)) ?? 0;
}
