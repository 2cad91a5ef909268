import type { SearchTrial } from '../../../core/result.gen.ts';
import { html, type Markup } from '../markup.ts';
import { verdictShape } from '../verdict-badge.ts';
import { OUTCOME_VERDICTS } from './drawing.ts';

/** Shape and word of what a trial came to. */
export function outcomeBadge(outcome: SearchTrial['outcome']): Markup {
  const verdict = OUTCOME_VERDICTS[outcome];
  return html`<span class="verdict ${verdict}"
    ><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${verdictShape(verdict)}</svg>
    ${outcome}</span
  >`;
}
