import { formatFrequency } from '../../../core/units/frequency.ts';
import { formatBytes } from '../../figures.ts';
import { html } from '../markup.ts';
import { perSecond } from './blocks.ts';
import type { Panel } from './frame.ts';
import { stepAreaPath, stepPath, type Bar } from './path.ts';
import { fillMarkup, labelMarkup, timePlotMarkup, ruleMarkup, strokeMarkup, type TimeAxis } from './plot.ts';
import { chooseScale } from './scale.ts';
import type { UsageBlock } from './usage-blocks.ts';

const HEIGHT = 64;

/** What is known of an edge that cannot be read: bytes each way, and connections where somebody sees them. */
export function usagePanels(blocks: readonly UsageBlock[], axis: TimeAxis): readonly Panel[] {
  const bytes = [bytesPanel('up', blocks, axis), bytesPanel('down', blocks, axis)];
  const sees = blocks.some(({ connections }) => connections > 0);
  return sees ? [...bytes, connectionsPanel(blocks, axis)] : bytes;
}

function bytesPanel(direction: 'up' | 'down', blocks: readonly UsageBlock[], axis: TimeAxis): Panel {
  return usagePanel({
    title: `bytes ${direction}`,
    blocks,
    axis,
    rate: (block) => perSecond(block, block[direction]),
    format: (rate) => `${formatBytes(Math.round(rate))}/s`,
  });
}

function connectionsPanel(blocks: readonly UsageBlock[], axis: TimeAxis): Panel {
  return usagePanel({
    title: 'new connections',
    blocks,
    axis,
    rate: (block) => perSecond(block, block.connections),
    format: formatFrequency,
  });
}

interface Shown {
  readonly title: string;
  readonly blocks: readonly UsageBlock[];
  readonly axis: TimeAxis;
  readonly rate: (block: UsageBlock) => number;
  readonly format: (rate: number) => string;
}

function usagePanel({ title, blocks, axis, rate, format }: Shown): Panel {
  const most = blocks.reduce((largest, block) => Math.max(largest, rate(block)), 0);
  const { position } = chooseScale([most], 'linear');
  const bars = blocks.map((block): Bar => {
    const y = HEIGHT * (1 - position(rate(block)));
    return { x: axis.x(block.start), y, width: axis.x(block.end - block.start), height: HEIGHT - y };
  });
  return {
    title,
    note: `up to ${format(most)}`,
    headroom: 0,
    height: HEIGHT,
    markup: (lane) => [
      ruleMarkup(lane.top + lane.height, 0.3),
      timePlotMarkup(axis, lane, [
        fillMarkup('rate', stepAreaPath(bars, HEIGHT), html`fill="#7c8a9c" fill-opacity="0.35"`),
        strokeMarkup('usage', stepPath(bars), html`stroke="#3b82f6" stroke-width="1.5"`),
      ]),
      labelMarkup('100%', lane.top + lane.height - 3, '0', 'end'),
    ],
  };
}
