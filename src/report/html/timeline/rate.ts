import { formatFrequency } from '../../../core/units/frequency.ts';
import { html } from '../markup.ts';
import { perSecond, type Block } from './blocks.ts';
import { boundLinesMarkup, headroomFor } from './bound-lines.ts';
import type { Bound } from './bounds.ts';
import type { Panel } from './frame.ts';
import { stepAreaPath, type Bar } from './path.ts';
import { fillMarkup, labelMarkup, timePlotMarkup, ruleMarkup, type TimeAxis } from './plot.ts';
import { chooseScale } from './scale.ts';

const HEIGHT = 44;

/** How many exchanges were due each second, however they ended. */
export function ratePanel(
  blocks: readonly Block[],
  bounds: readonly (readonly Bound[])[],
  axis: TimeAxis,
): Panel {
  const most = blocks.reduce((largest, block) => Math.max(largest, perSecond(block, block.n)), 0);
  const { position } = chooseScale([most, ...bounds.flat().map(({ value }) => value)], 'linear');
  const bars = blocks.map((block): Bar => {
    const y = HEIGHT * (1 - position(perSecond(block, block.n)));
    return { x: axis.x(block.start), y, width: axis.x(block.end - block.start), height: HEIGHT - y };
  });
  return {
    title: 'rate',
    note: `up to ${formatFrequency(most)}`,
    headroom: headroomFor(bounds),
    height: HEIGHT,
    markup: (lane) => [
      ruleMarkup(lane.top + lane.height, 0.3),
      timePlotMarkup(
        axis,
        lane,
        fillMarkup('rate', stepAreaPath(bars, HEIGHT), html`fill="#7c8a9c" fill-opacity="0.4"`),
      ),
      boundLinesMarkup({ bounds, axis, lane, position, format: formatFrequency }),
      labelMarkup('100%', lane.top + lane.height - 3, '0/s', 'end'),
    ],
  };
}
