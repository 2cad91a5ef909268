import type { InvolvedEdge } from './complaint.ts';
import type { Suspect } from './finding.ts';
import { HALF } from './share.ts';

export type Accusation =
  | { readonly kind: 'one'; readonly suspect: Suspect }
  /** Each of them may be it. */
  | { readonly kind: 'several'; readonly suspects: readonly Suspect[] }
  /** Whoever it is, it is none of them. */
  | { readonly kind: 'nobody' }
  /** Together they may be it, and no one surely is. */
  | { readonly kind: 'unsure' };

/**
 * Who surely explains more than half, while all others surely explain less. Where one of several asks another of them,
 * it fails because of that one.
 */
export function accuse(suspects: readonly Suspect[], edges: readonly InvolvedEdge[]): Accusation {
  const sure = suspects.filter(({ share }) => share.low > HALF);
  const possible = suspects.filter(({ share }) => share.high > HALF);
  const [only] = sure;
  if (only !== undefined && possible.length === 1) return { kind: 'one', suspect: only };
  if (only !== undefined) {
    const last = possible.filter(
      ({ hop }) => !possible.some((other) => other.hop !== hop && asks(edges, hop.to, other.hop.to)),
    );
    const [root] = last;
    if (last.length === 1 && root !== undefined && sure.includes(root)) return { kind: 'one', suspect: root };
    return { kind: 'several', suspects: possible };
  }
  const together = suspects.reduce((sum, { share }) => sum + share.value, 0);
  return { kind: possible.length === 0 && together < HALF ? 'nobody' : 'unsure' };
}

function asks(edges: readonly InvolvedEdge[], client: string, service: string): boolean {
  return client !== service && edges.some((edge) => edge.from === client && edge.to.includes(service));
}
