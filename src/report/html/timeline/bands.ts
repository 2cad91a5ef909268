import type { StepResult } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { impairedEdges, networkState } from '../../network-state.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { cutToWidth } from '../../display-width.ts';
import { verdictShape } from '../verdict-badge.ts';
import { labelMarkup, type Lane, type TimeAxis } from './plot.ts';

/** How a stretch in which the link settles is marked; `id` must be the figure's own. */
export function hatchMarkup(id: string): Markup {
  return html`<defs
    ><pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
      ><line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-width="1.5" opacity="0.25" /></pattern
  ></defs>`;
}

/** Each step as a band behind the plots: shaded where impaired, hatched while settling, named at the top. */
export function bandsMarkup(
  steps: readonly StepResult[],
  axis: TimeAxis,
  lane: Lane,
  hatch: string,
): Content {
  return steps.map((step, index) => bandMarkup({ step, number: index + 1, axis, lane, hatch }));
}

interface Band {
  readonly step: StepResult;
  readonly number: number;
  readonly axis: TimeAxis;
  readonly lane: Lane;
  readonly hatch: string;
}

function bandMarkup({ step, number, axis, lane, hatch }: Band): Markup {
  const { top, height } = lane;
  const x = axis.percent(step.start);
  const width = axis.percent(step.end - step.start);
  const settling = axis.percent(Math.max(0, step.windowStart - step.start));
  const shade =
    impairedEdges(step).length === 0
      ? undefined
      : html`<rect
          class="impaired"
          x="${x}"
          y="0"
          width="${width}"
          height="${top + height}"
          fill="#e0a100"
          fill-opacity="0.14"
        />`;
  const extent = `${formatMoment(step.start)} to ${formatMoment(step.end)}`;
  const title = `${number} ${cutToWidth(step.name, 200)}: ${cutToWidth(networkState(step), 200)}; ${extent}; ${step.verdict}`;
  return html`<g>
    <title>${title}</title>
    ${shade}<rect x="${x}" y="${top}" width="${settling}" height="${height}" fill="url(#${hatch})" />
    <line x1="${x}" y1="0" x2="${x}" y2="${top + height}" stroke="currentColor" stroke-opacity="0.3" />
    <svg x="${x}" y="0" width="${width}" height="${top}">
      <svg x="4" y="4" width="12" height="12" viewBox="0 0 16 16">${verdictShape(step.verdict)}</svg>
      <g transform="translate(16 0)" font-weight="600">
        ${labelMarkup('0', 14, `${number} ${cutToWidth(step.name, 60)}`)}
      </g>
      <g opacity="0.75">${labelMarkup('0', 30, cutToWidth(networkState(step), 90))}</g>
    </svg>
  </g>`;
}
