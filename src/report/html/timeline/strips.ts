import { formatFrequency } from '../../../core/units/frequency.ts';
import { html, type Content } from '../markup.ts';
import type { Block } from './blocks.ts';
import { barsPath, type Bar } from './path.ts';
import { fillMarkup, labelMarkup, plotMarkup, type Lane, type TimeAxis } from './plot.ts';

/** One failure among many must still be seen. */
const LEAST_HEIGHT = 3;

/** The share that failed, as bars that hang from the top: nothing hangs where all went well. */
export function failuresMarkup(blocks: readonly Block[], axis: TimeAxis, lane: Lane): Content {
  const failing = blocks.filter(({ n, ok }) => ok < n);
  const bars = failing.map((block) => {
    const share = (block.n - block.ok) / block.n;
    return bar(block, axis, { top: 0, height: Math.max(LEAST_HEIGHT, share * lane.height) });
  });
  const worst = failing.reduce((most, { n, ok }) => Math.max(most, (n - ok) / n), 0);
  const heading =
    failing.length === 0 ? 'failed: none' : `failed: up to ${Math.ceil(worst * 100)}% at a time`;
  return [
    laneMarkup(lane),
    plotMarkup(lane, fillMarkup('failed', barsPath(bars), html`fill="#dc4437"`)),
    labelMarkup('0', lane.top - 4, heading),
  ];
}

/** How many exchanges ended each second, with those that failed on top. */
export function rateMarkup(blocks: readonly Block[], axis: TimeAxis, lane: Lane): Content {
  const largest = blocks.reduce((most, block) => Math.max(most, perSecond(block, block.n)), 0);
  const height = (block: Block, count: number): number =>
    largest === 0 ? 0 : (perSecond(block, count) / largest) * lane.height;
  const ok = blocks.map((block) => {
    const tall = height(block, block.ok);
    return bar(block, axis, { top: lane.height - tall, height: tall });
  });
  const failed = blocks.map((block) =>
    bar(block, axis, {
      top: lane.height - height(block, block.n),
      height: height(block, block.n - block.ok),
    }),
  );
  return [
    laneMarkup(lane),
    plotMarkup(lane, [
      fillMarkup('rate', visible(ok), html`fill="#7c8a9c" fill-opacity="0.4"`),
      fillMarkup('failed', visible(failed), html`fill="#dc4437"`),
    ]),
    labelMarkup('0', lane.top - 4, `exchanges: up to ${formatFrequency(largest)}`),
  ];
}

function perSecond({ start, end }: Block, count: number): number {
  return (1000 * count) / Math.max(1, end - start);
}

function bar({ start, end }: Block, axis: TimeAxis, { top, height }: Lane): Bar {
  return { x: axis.x(start), y: top, width: axis.x(end - start), height };
}

function visible(bars: readonly Bar[]): string {
  return barsPath(bars.filter(({ height }) => height > 0));
}

function laneMarkup({ top, height }: Lane): Content {
  return html`<line
    x1="0"
    y1="${top + height}"
    x2="100%"
    y2="${top + height}"
    stroke="currentColor"
    stroke-opacity="0.3"
  />`;
}
