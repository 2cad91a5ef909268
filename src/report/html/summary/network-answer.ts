import type { RunResult, StepEdge } from '../../../core/result.gen.ts';
import { counted } from '../../console/wording.ts';
import { impairedEdges } from '../../network-state.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';

interface Place {
  readonly step: string;
  readonly edge: StepEdge;
}

/** Whether the network was as bad as the scenario asked, in one line. */
export function networkAnswerMarkup({ steps, stopped }: RunResult): Markup | undefined {
  if (steps.length === 0) return undefined;
  const places = steps.flatMap((step) => step.edges.map((edge) => ({ step: step.name, edge })));
  const failed = places.filter(({ edge }) => edge.proof.outcome === 'failed');
  if (failed.length > 0) return failedMarkup(failed);
  const impaired = steps.flatMap(impairedEdges);
  // What was not judged may have impaired it.
  if (impaired.length === 0 && stopped !== undefined) return undefined;
  if (impaired.length === 0) return html`<p class="network-answer">No step impaired the network.</p>`;
  const measured = impaired.filter(({ proof }) => proof.outcome === 'proved').length;
  const unprobed = impaired.length - measured;
  const parts = [
    ...(measured > 0 ? [`${measured} of ${counted(impaired.length, 'impairment')} measured in force`] : []),
    ...(unprobed > 0 ? [`${unprobed} read back, which no probe could measure`] : []),
  ];
  return html`<p class="network-answer">
    <strong>${measured > 0 ? 'The network was as bad as asked' : 'The network was set as asked'}</strong>:
    ${parts.join(', ')}.
  </p>`;
}

function failedMarkup(failed: readonly Place[]): Markup {
  const [first] = failed;
  const more = failed.length > 1 ? `, and ${failed.length - 1} more` : '';
  return html`<p class="network-answer fail">
    <strong class="verdict">The network was not as asked</strong>: edge ${nameMarkup(first?.edge.edge ?? '')}
    in ${nameMarkup(first?.step ?? '')}: ${proseMarkup(first?.edge.proof.reason ?? '')}${more}.
  </p>`;
}
