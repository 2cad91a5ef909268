import type { StoppedRun } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { cutToWidth } from '../../display-width.ts';
import { html, type Content } from '../markup.ts';
import { labelMarkup, type Lane, type TimeAxis } from './plot.ts';

/** The steps that were not judged, named where they began, and the moment at which the run ended. */
export function stopMarkup(stopped: StoppedRun | undefined, axis: TimeAxis, lane: Lane): Content {
  if (stopped === undefined) return undefined;
  const bottom = lane.top + lane.height;
  const at = axis.percent(stopped.at);
  const steps = stopped.unfinished.map(({ name, number, network, start }) => {
    const x = axis.percent(start);
    return html`<g>
      <line x1="${x}" y1="0" x2="${x}" y2="${bottom}" stroke="currentColor" stroke-opacity="0.3" />
      <svg x="${x}" y="0" width="${axis.percent(stopped.at - start)}" height="${lane.top}">
        <g transform="translate(4 0)" font-weight="600">
          ${labelMarkup('0', 14, `${number} ${cutToWidth(name, 60)}, not finished`)}
        </g>
        <g transform="translate(4 0)" opacity="0.75">${labelMarkup('0', 30, cutToWidth(network, 90))}</g>
      </svg>
    </g>`;
  });
  return html`${steps}<g>
      <title>the run ended at ${formatMoment(stopped.at)}</title>
      <line
        x1="${at}"
        y1="0"
        x2="${at}"
        y2="${bottom}"
        stroke="currentColor"
        stroke-width="2"
        stroke-dasharray="4 3"
      />
      ${labelMarkup(at, 46, `stopped at ${formatMoment(stopped.at)}`, 'end')}
    </g>`;
}
