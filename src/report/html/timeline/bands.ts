import type { StepResult } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { impairedEdges, networkState } from '../../network-state.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { cutToWidth } from '../../display-width.ts';
import { verdictShape } from '../verdict-badge.ts';
import { labelMarkup, spanMarkup, type Lane, type TimeAxis } from './plot.ts';

/** Of the strip with the names of the steps. */
export const STRIP_HEIGHT = 40;

/** How a stretch in which the link settles is marked; `id` must be the figure's own. */
export function hatchMarkup(id: string): Markup {
  return html`<defs
    ><pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
      ><line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-width="1.5" opacity="0.2" /></pattern
  ></defs>`;
}

/** How the steps are drawn behind the plots of one subject. */
export interface Bands {
  readonly steps: readonly StepResult[];
  readonly axis: TimeAxis;
  /** From the top of the figure to the foot of its last plot. */
  readonly height: number;
  readonly hatch: string;
  /** The edge that the figure is of: its own impairments are shaded more than those of others. */
  readonly edge: string | undefined;
}

/** Each step as a band behind the plots: named at the top, shaded where impaired, hatched while settling. */
export function bandsMarkup(bands: Bands): Content {
  return bands.steps.map((step, index) => bandMarkup(bands, step, index + 1));
}

function bandMarkup(bands: Bands, step: StepResult, number: number): Markup {
  const { axis, height, hatch } = bands;
  const whole: Lane = { top: 0, height };
  const plots: Lane = { top: STRIP_HEIGHT, height: height - STRIP_HEIGHT };
  const settled = { start: step.start, end: Math.max(step.start, step.windowStart) };
  const extent = `${formatMoment(step.start)} to ${formatMoment(step.end)}`;
  const title = `${number} ${cutToWidth(step.name, 200)}: ${cutToWidth(networkState(step), 200)}; ${extent}; ${step.verdict}`;
  const hatched = html`<rect width="100%" height="100%" fill="url(#${hatch})" />`;
  return html`<g>
    <title>${title}</title>
    ${spanMarkup(axis, step, whole, [shadeMarkup(bands, step), stripMarkup(step, number), EDGE_LINE])}${spanMarkup(axis, settled, plots, hatched)}
  </g>`;
}

const EDGE_LINE = html`<line
  x1="0.5"
  y1="0"
  x2="0.5"
  y2="100%"
  stroke="currentColor"
  stroke-opacity="0.3"
/>`;

/** The bar at the top says it where the shade behind the lines is faint. */
function shadeMarkup({ edge }: Bands, step: StepResult): Markup {
  const impaired = impairedEdges(step);
  if (impaired.length === 0)
    return html`<rect width="100%" height="3" fill="currentColor" fill-opacity="0.25" />`;
  const isElsewhere = edge !== undefined && impaired.every((each) => each.edge !== edge);
  return html`<rect
      class="impaired"
      width="100%"
      height="100%"
      fill="#e0a100"
      fill-opacity="${isElsewhere ? 0.05 : 0.13}"
    /><rect width="100%" height="3" fill="#e0a100" fill-opacity="${isElsewhere ? 0.45 : 1}" />`;
}

function stripMarkup(step: StepResult, number: number): Markup {
  return html`<svg x="4" y="8" width="12" height="12" viewBox="0 0 16 16">${verdictShape(step.verdict)}</svg>
    <g transform="translate(16 0)" font-weight="600">
      ${labelMarkup('0', 18, `${number} ${cutToWidth(step.name, 60)}`)}
    </g>
    <g opacity="0.8">${labelMarkup('0', 33, cutToWidth(networkState(step), 90))}</g>`;
}
