import type { Address, InstalledLink } from '../drivers/driver.ts';
import type { PlannedEdge } from '../plan/plan.ts';

/** Points every link that leads to a service at it; `targets` are its addresses by port name. */
export async function connectEdges(
  edges: readonly PlannedEdge[],
  links: ReadonlyMap<string, InstalledLink>,
  service: string,
  targets: ReadonlyMap<string, Address>,
): Promise<void> {
  for (const edge of edges) {
    // What a container is asked at is not where this host asks it.
    if (edge.place.kind === 'container') continue;
    for (const target of edge.to) {
      if (target.service !== service) continue;
      const address =
        (target.port === undefined ? undefined : targets.get(target.port)) ?? targets.values().next().value;
      if (address !== undefined) await links.get(edge.name)?.connectTo(service, address);
    }
  }
}
