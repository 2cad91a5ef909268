import type { StepResult } from '../../../core/result.gen.ts';
import { impairedEdges } from '../../network-state.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';

/** The state of the network in a step: `last-mile: wpt/3g`, or `clear`. */
export function networkMarkup(step: StepResult): Markup {
  const impaired = impairedEdges(step);
  if (impaired.length === 0) return html`clear`;
  return html`${impaired.map(({ edge, label }, index) => html`${index === 0 ? '' : ', '}${nameMarkup(edge)}: ${nameMarkup(label)}`)}`;
}
