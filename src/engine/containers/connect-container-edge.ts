import type { InstalledLink } from '../../drivers/driver.ts';
import type { Plan, PlannedEdge } from '../../plan/plan.ts';
import type { EdgeWay } from './edge-ways.ts';

/** Says where the asking container finds each service: at its address on the network that they share. */
export async function connectContainerEdge(
  links: ReadonlyMap<string, InstalledLink>,
  edge: PlannedEdge,
  { networks }: EdgeWay,
  { services }: Pick<Plan, 'services'>,
): Promise<void> {
  for (const [index, { service }] of edge.to.entries()) {
    const planned = services.find(({ name }) => name === service);
    const far = networks[index]?.far;
    const host = far?.ipv4 ?? far?.ipv6;
    if (planned?.kind !== 'container' || planned.port === undefined || host === undefined) continue;
    await links.get(edge.name)?.connectTo(service, { host, port: planned.port });
  }
}
