import type { RunResult, StepResult } from '../../core/result.gen.ts';
import { cutToWidth } from '../display-width.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { verdictShape } from '../html/verdict-badge.ts';

/** More would make the row wider than a page. */
const MOST_SHAPES = 12;
const PITCH = 20;

/** How many steps passed, and the verdict of each in turn: where in the run it broke is seen at once. */
export function stepsCell({ steps, stopped }: RunResult): Content {
  const unfinished = stopped?.unfinished.length ?? 0;
  const total = steps.length + unfinished;
  if (total === 0) return 'none';
  const passed = steps.filter(({ verdict }) => verdict === 'pass').length;
  const words = `${passed} of ${total} ${total === 1 ? 'passes' : 'pass'}`;
  if (total > MOST_SHAPES) return words;
  return html`${stripMarkup(steps, unfinished)}<span class="steps">${words}</span>`;
}

function stripMarkup(steps: readonly StepResult[], unfinished: number): Markup {
  const width = (steps.length + unfinished) * PITCH;
  const rest = Array.from({ length: unfinished }, (_, index) => steps.length + index);
  return html`<svg class="strip" width="${width}" height="16" viewBox="0 0 ${width} 16" aria-hidden="true">
      ${steps.map(shapeMarkup)}${rest.map(
        (at) =>
          html`<circle
            cx="${at * PITCH + 8}"
            cy="8"
            r="6"
            fill="none"
            stroke="#7b8694"
            stroke-dasharray="3 2"
          >
            <title>not finished</title>
          </circle>`,
      )}</svg
    ><br />`;
}

function shapeMarkup({ name, verdict }: StepResult, at: number): Markup {
  return html`<g transform="translate(${at * PITCH} 0)">
    <title>${cutToWidth(name, 80)}: ${verdict}</title>
    ${verdictShape(verdict)}
  </g>`;
}
