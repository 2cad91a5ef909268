import type { StoppedRun } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { cutToWidth } from '../../display-width.ts';
import { html, type Content } from '../markup.ts';
import { labelMarkup, momentMarkup, spanMarkup, type TimeAxis } from './plot.ts';

/** The steps that were not judged, named where they began, and the moment at which the run ended. */
export function stopMarkup(stopped: StoppedRun | undefined, axis: TimeAxis, height: number): Content {
  if (stopped === undefined) return undefined;
  const lane = { top: 0, height };
  const steps = stopped.unfinished.map(({ name, number, network, start }) =>
    spanMarkup(
      axis,
      { start, end: stopped.at },
      lane,
      html`<line x1="0.5" y1="0" x2="0.5" y2="100%" stroke="currentColor" stroke-opacity="0.3" />
        <g font-weight="600">${labelMarkup('0', 18, `${number} ${cutToWidth(name, 60)}, not finished`)}</g>
        <g opacity="0.8">${labelMarkup('0', 33, cutToWidth(network, 90))}</g>`,
    ),
  );
  const end = html`<title>the run ended at ${formatMoment(stopped.at)}</title>
    <line x1="0" y1="0" x2="0" y2="100%" stroke="currentColor" stroke-width="2" stroke-dasharray="4 3" />
    ${labelMarkup('0', 51, `stopped at ${formatMoment(stopped.at)}`, 'end')}`;
  return [steps, momentMarkup(axis, stopped.at, lane, end)];
}
