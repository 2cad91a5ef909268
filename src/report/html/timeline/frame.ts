import { html, type Content, type Markup } from '../markup.ts';
import type { RunResult } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { bandsMarkup, hatchMarkup, STRIP_HEIGHT } from './bands.ts';
import { eventMarks } from './event-marks.ts';
import { momentMarks, MOMENTS_HEIGHT } from './moment-marks.ts';
import { networkMoments } from './moments.ts';
import { labelMarkup, momentMarkup, type Lane, type TimeAxis } from './plot.ts';
import { recoveriesMarkup, RECOVERY_HEIGHT } from './recovery-marks.ts';
import type { Recovery } from './recoveries.ts';
import { timeTicks } from './scale.ts';
import { stopMarkup } from './stop.ts';

/** One of the plots that stand below each other in a figure. */
export interface Panel {
  readonly title: string;
  /** What a reader wants to know of it at a glance, after its title. */
  readonly note: string;
  /** For words above its top. */
  readonly headroom: number;
  readonly height: number;
  readonly markup: (lane: Lane) => Content;
}

/** What a figure is of, with what is drawn over time. */
export interface Frame {
  readonly result: RunResult;
  readonly axis: TimeAxis;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly edge: string | undefined;
  readonly recoveries: readonly Recovery[];
  readonly panels: readonly Panel[];
}

const TITLE_HEIGHT = 20;
const AXIS_HEIGHT = 20;

/** Steps at the top, then what happened to the network, then the panels over one axis of time. */
export function frameMarkup(frame: Frame): Markup {
  const { result, axis, id, edge, recoveries, panels } = frame;
  const { steps, stopped, events = [] } = result;
  const top = STRIP_HEIGHT + MOMENTS_HEIGHT + (recoveries.length > 0 ? RECOVERY_HEIGHT : 0);
  const lanes = stack(top, panels);
  const foot = lanes.reduce((lowest, lane) => Math.max(lowest, lane.top + lane.height), top);
  const hatch = `${id}-settle`;
  return html`<svg
    class="timeline"
    width="100%"
    height="${foot + AXIS_HEIGHT}"
    overflow="visible"
    font-size="11"
    font-family="system-ui, sans-serif"
    fill="currentColor"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">${frame.title}</title>
    <desc id="${id}-desc">${frame.description}</desc>
    ${hatchMarkup(hatch)}${bandsMarkup({ steps, axis, height: foot, hatch, edge })}${stopMarkup(stopped, axis, foot)}
    ${momentMarks(networkMoments(steps, edge), axis, STRIP_HEIGHT)}${eventMarks(events, axis, STRIP_HEIGHT)}${recoveriesMarkup(recoveries, axis, STRIP_HEIGHT + MOMENTS_HEIGHT)}
    ${panels.map((panel, index) => panelMarkup(panel, lanes[index]!))}${timeAxisMarkup(axis, foot)}
  </svg>`;
}

function stack(top: number, panels: readonly Panel[]): readonly Lane[] {
  let y = top;
  return panels.map(({ height, headroom }) => {
    const lane = { top: y + TITLE_HEIGHT + headroom, height };
    y = lane.top + height;
    return lane;
  });
}

function panelMarkup({ title, note, headroom, markup }: Panel, lane: Lane): Content {
  const y = lane.top - headroom - 6;
  return [markup(lane), labelMarkup('0', y, html`<tspan font-weight="600">${title}</tspan> ${note}`)];
}

function timeAxisMarkup(axis: TimeAxis, foot: number): Markup {
  const lane = { top: foot, height: AXIS_HEIGHT };
  return html`<g class="ticks">
    ${timeTicks({ start: 0, end: axis.end }).map(({ moment, anchor }) =>
      momentMarkup(axis, moment, lane, labelMarkup('0', 14, formatMoment(moment), anchor)),
    )}
  </g>`;
}
