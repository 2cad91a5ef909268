import type { Milliseconds } from '../../../core/clock.ts';
import type { StepEdge, StepResult } from '../../../core/result.gen.ts';

/** Something that was done to the network, or seen of it, at the beginning of a step. */
export interface Moment {
  readonly kind: 'changed' | 'proved' | 'unproved';
  /** The first of its edges. */
  readonly at: Milliseconds;
  readonly step: string;
  readonly edges: readonly StepEdge[];
}

/** What was changed and proved on `edge`, or on any; the edges of a step, which change together, as one moment of a kind. */
export function networkMoments(steps: readonly StepResult[], edge?: string): readonly Moment[] {
  return steps.flatMap((step) => {
    const edges = edge === undefined ? step.edges : step.edges.filter((each) => each.edge === edge);
    const failed = edges.filter(({ proof }) => proof.outcome === 'failed');
    return [
      ...momentOf('changed', step, edges, ({ changedAt }) => changedAt),
      ...trialMoments(step, edges),
      ...momentOf('proved', step, edges.filter(isProved), ({ provedAt }) => provedAt),
      ...momentOf('unproved', step, failed, ({ provedAt }) => provedAt ?? step.windowStart),
    ];
  });
}

/** Each value that a search has tried; the first was in force already. */
function trialMoments({ name, search }: StepResult, edges: readonly StepEdge[]): Moment[] {
  const edge = edges.find((each) => each.edge === search?.edge);
  if (search === undefined || edge === undefined) return [];
  return search.trials.slice(1).map(({ start, text }) => {
    const tried = { ...edge, label: `${search.key} ${text}` };
    return { kind: 'changed', at: start, step: name, edges: [tried] };
  });
}

function isProved({ proof }: StepEdge): boolean {
  return proof.outcome === 'proved' || proof.outcome === 'read-back';
}

function momentOf(
  kind: Moment['kind'],
  { name }: StepResult,
  edges: readonly StepEdge[],
  when: (edge: StepEdge) => Milliseconds | undefined,
): readonly Moment[] {
  const timed = edges.flatMap((edge) => {
    const at = when(edge);
    return at === undefined ? [] : [{ edge, at }];
  });
  if (timed.length === 0) return [];
  const at = Math.min(...timed.map((each) => each.at));
  return [{ kind, at, step: name, edges: timed.map((each) => each.edge) }];
}

/** `cart-link changed to RTT 400ms, front to clear`. */
export function describeMoment({ kind, edges }: Moment): string {
  const each = edges.map(({ edge, label }) =>
    kind === 'changed' ? `${edge} changed to ${label}` : `${edge} ${label}`,
  );
  if (kind === 'changed') return each.join(', ');
  return `${kind === 'proved' ? 'proved' : 'not proved'}: ${each.join(', ')}`;
}
