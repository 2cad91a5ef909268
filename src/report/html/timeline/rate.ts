import { formatFrequency } from '../../../core/units/frequency.ts';
import { html } from '../markup.ts';
import { perSecond, type Block } from './blocks.ts';
import { boundLinesMarkup, headroomFor } from './bound-lines.ts';
import type { Bound } from './bounds.ts';
import type { Panel } from './frame.ts';
import { barsPath, stepAreaPath, type Bar } from './path.ts';
import { fillMarkup, labelMarkup, plotMarkup, ruleMarkup, type TimeAxis } from './plot.ts';
import { chooseScale } from './scale.ts';

const HEIGHT = 44;

/** How many exchanges were due each second, with those that failed on top. */
export function ratePanel(
  blocks: readonly Block[],
  bounds: readonly (readonly Bound[])[],
  axis: TimeAxis,
): Panel {
  const most = blocks.reduce((largest, block) => Math.max(largest, perSecond(block, block.n)), 0);
  const { position } = chooseScale([most, ...bounds.flat().map(({ value }) => value)], 'linear');
  const bar = (block: Block, from: number, to: number): Bar => {
    const y = HEIGHT * (1 - position(perSecond(block, to)));
    const height = HEIGHT * (1 - position(perSecond(block, from))) - y;
    return { x: axis.x(block.start), y, width: axis.x(block.end - block.start), height };
  };
  const all = blocks.map((block) => bar(block, 0, block.n));
  const failed = blocks.filter(({ n, ok }) => ok < n).map((block) => bar(block, block.ok, block.n));
  return {
    title: 'rate',
    note: `up to ${formatFrequency(most)}`,
    headroom: headroomFor(bounds),
    height: HEIGHT,
    markup: (lane) => [
      ruleMarkup(lane.top + lane.height, 0.3),
      plotMarkup(axis, lane, [
        fillMarkup('rate', stepAreaPath(all, HEIGHT), html`fill="#7c8a9c" fill-opacity="0.4"`),
        fillMarkup('failed', barsPath(failed), html`fill="#dc4437"`),
      ]),
      boundLinesMarkup({ bounds, axis, lane, position, format: formatFrequency }),
      labelMarkup('100%', lane.top + lane.height - 3, '0/s', 'end'),
    ],
  };
}
