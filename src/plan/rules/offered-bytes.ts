import { formatBitrate } from '../../core/units/bitrate.ts';
import type { PlannedArrivals, PlannedEdge, PlannedLink, PlannedLoad } from '../plan.ts';
import type { Scope } from '../scope.ts';

/** What a request weighs beside its body: its line and the headers that every client sends. */
const REQUEST_BYTES = 120;

interface Carried {
  readonly edges: readonly PlannedEdge[];
  readonly loads: readonly PlannedLoad[];
  /** By step. */
  readonly links: readonly (readonly PlannedLink[])[];
}

/** A shared link that is offered more than it carries measures its queue, not the service. */
export function checkOfferedBytes(scope: Scope, { edges, loads, links }: Carried): void {
  for (const load of loads) {
    if (load.kind !== 'arrivals') continue;
    const edge = edges.find((candidate) => candidate.name === load.through);
    // With a queue for each client, every request meets an empty link.
    if (edge?.per !== 'edge') continue;
    const weight = bitsPerArrival(load);
    for (const [step, stepLinks] of links.entries()) {
      const rate = stepLinks.find((link) => link.edge === edge.name)?.impairment.up.rate;
      const segment = load.segments[step];
      if (rate === undefined || segment === undefined) continue;
      const offered = Math.max(segment.from, segment.to) * weight;
      if (offered <= rate) continue;
      scope.report({
        code: 'offered-beyond-rate',
        severity: 'warning',
        message: `load \`${load.name}\` offers at least ${formatBitrate(Math.round(offered))} and the link carries ${formatBitrate(rate)}: the queue will fill`,
        hint: 'lower the rate of the load, raise the rate of the link, or use `per: client`',
        at: ['steps', step, 'impair', edge.name],
      });
    }
  }
}

function bitsPerArrival(load: PlannedArrivals): number {
  const weighed = load.requests.map((request) => ({
    weight: request.weight,
    bits: 8 * (REQUEST_BYTES + request.path.length + Buffer.byteLength(request.body ?? '')),
  }));
  if (load.mode === 'journey') return weighed.reduce((sum, { bits }) => sum + bits, 0);
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed.reduce((sum, { weight, bits }) => sum + weight * bits, 0) / total;
}
