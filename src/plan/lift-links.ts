import type { Milliseconds } from '../core/clock.ts';
import { describeImpairment } from '../impairment/describe.ts';
import { addedRtt, CLEAR, impairmentKey, type Impairment } from '../impairment/model.ts';
import { readImpairment, type OwnProfiles } from '../impairment/read-impairment.ts';
import { suggestionHint } from '../core/suggest.ts';
import type { ImpairmentDocument } from '../scenario/document.gen.ts';
import type { PlannedEdge, PlannedLink } from './plan.ts';
import type { Scope } from './scope.ts';

/** The network state of each step: every edge, what a step does not name being clear. Reading has checked the values. */
export function liftLinks(scope: Scope, edges: readonly PlannedEdge[], own: OwnProfiles): PlannedLink[][] {
  const previous = new Map<string, Impairment>();
  return scope.document.steps.map((step, index) => {
    for (const name of Object.keys(step.impair ?? {})) reportUnknownEdge(scope, name, index);
    return edges.map((edge) => {
      const value = step.impair?.[edge.name];
      const impairment = value === undefined ? CLEAR : readImpairment(value, own).impairment;
      const changed = impairmentKey(previous.get(edge.name) ?? CLEAR) !== impairmentKey(impairment);
      previous.set(edge.name, impairment);
      const capabilities = scope.capabilities[edge.driver](impairment, edge.protocol);
      for (const { key, fidelity, how } of capabilities) {
        if (fidelity !== 'impossible') continue;
        scope.report({
          code: 'impairment-impossible',
          message: `\`${key}\` is impossible on edge \`${edge.name}\`: ${how}`,
          at: [
            'steps',
            index,
            'impair',
            edge.name,
            ...(typeof value === 'object' && key in value ? [key] : []),
          ],
        });
      }
      const label = labelOf(value, impairment);
      return { edge: edge.name, label, impairment, rtt: addedRtt(impairment), capabilities, changed };
    });
  });
}

/** The largest round trip that a step adds on any edge. */
export function largestRtt(links: readonly PlannedLink[]): Milliseconds {
  return Math.max(0, ...links.map((link) => link.rtt));
}

function reportUnknownEdge(scope: Scope, name: string, step: number): void {
  if (scope.names.edges.includes(name)) return;
  scope.report({
    code: 'unknown-edge',
    message: `\`${name}\` is not an edge of this scenario`,
    hint: suggestionHint(name, scope.names.edges) ?? 'declare it under `edges`',
    at: ['steps', step, 'impair', name],
    where: 'key',
  });
}

function labelOf(value: ImpairmentDocument | undefined, impairment: Impairment): string {
  if (typeof value === 'string' && value !== 'none') return value;
  if (typeof value !== 'object' || value.profile === undefined) return describeImpairment(impairment);
  const changes = Object.keys(value).filter((key) => key !== 'profile');
  return changes.length === 0 ? value.profile : `${value.profile} with ${changes.join(', ')} changed`;
}
