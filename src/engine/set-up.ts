import type { EdgeInterfaces } from '../core/result.gen.ts';
import { createToolRunner } from '../exec/network/run-tool.ts';
import type { Address, InstalledLink } from '../drivers/driver.ts';
import type { PlannedService } from '../plan/plan.ts';
import { AddressBook, hostForUrl, schemeOfProtocol } from './addresses.ts';
import { connectEdges } from './connect-edges.ts';
import type { RunContext } from './context.ts';
import { connectContainerEdge } from './containers/connect-container-edge.ts';
import { DisturbanceLog } from './containers/disturbances.ts';
import { containerEdges } from './containers/edge-ways.ts';
import { findWays } from './containers/find-ways.ts';
import { followContainers } from './containers/follow-containers.ts';
import { FoundContainers } from './containers/found-containers.ts';
import { installLinks } from './install-links.ts';
import type { Places } from './link-places.ts';
import { ListeningPlaces } from './listening.ts';
import { buildNetwork } from './network/build-network.ts';
import { LinkProbes } from './probe/link-probes.ts';
import { probeEnds } from './probe/probe-ends.ts';
import { addressOf, checkUrl, type ReachedService } from './services/check-url.ts';
import type { ManagedService } from './services/managed-service.ts';
import { startProcessService } from './start-process-service.ts';
import { tellIfLong } from './tell-if-long.ts';

/** Everything that stands before the first step: links, clear; services, ready. */
export interface Stage {
  /** Names of the network namespaces, by the load or service that lives there. */
  readonly namespaces: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, InstalledLink>;
  /** Where the kernel has taken hold of its links. */
  readonly interfaces: ReadonlyMap<string, EdgeInterfaces>;
  readonly addresses: AddressBook;
  /** What Host and SNI are made from, by service. */
  readonly origins: ReadonlyMap<string, string>;
  /** The services that the run has started, by name. */
  readonly started: ReadonlyMap<string, ManagedService>;
  readonly containers: FoundContainers;
  /** What became of the containers meanwhile. */
  readonly disturbances: DisturbanceLog;
}

/** Builds the namespaces, installs the links, then starts the services in order and points the links at them. */
export async function setUp(context: RunContext, secrets: ReadonlyMap<string, string>): Promise<Stage> {
  const { plan } = context;
  const containers = await FoundContainers.find(context, context.request.connectContainers);
  const ways = await findWays(context, containers);
  const layout = await buildNetwork(context);
  const probes = await LinkProbes.start(context, probeEnds(layout, ways));
  const places: Places = { plan, layout, listening: new ListeningPlaces(layout), probes, ways };
  const { links, drivers, interfaces } = await installLinks(context, places);
  for (const edge of containerEdges(plan)) {
    const way = ways.get(edge.name);
    if (way !== undefined) await connectContainerEdge(links, edge, way, plan);
  }
  const addresses = new AddressBook(plan, links, secrets);
  const origins = new Map<string, string>();
  const started = new Map<string, ManagedService>();
  for (const service of plan.services) {
    const targets = await startOrCheck(context, service, { addresses, places, containers, started });
    const first = targets.values().next().value;
    // A container that only asks has none.
    if (first === undefined) continue;
    origins.set(service.name, service.kind === 'url' ? service.url : urlOf(service, first));
    await connectEdges(plan.edges, links, service.name, targets);
  }
  const disturbances = new DisturbanceLog();
  const run = createToolRunner({ clock: context.clock });
  const following = { containers, probes, links, drivers, ways, disturbances, run };
  const follower = followContainers(context, following);
  context.cleanup.push('following the containers', () => follower.stop());
  const { namespaces } = layout;
  return { namespaces, links, interfaces, addresses, origins, started, containers, disturbances };
}

interface Surroundings {
  readonly addresses: AddressBook;
  readonly places: Places;
  readonly containers: FoundContainers;
  /** Where a service is put that is started. */
  readonly started: Map<string, ManagedService>;
}

/** Resolves to the service's address by port name; to none for a container that only asks. */
async function startOrCheck(
  context: RunContext,
  service: PlannedService,
  { addresses, places, containers, started }: Surroundings,
): Promise<ReadonlyMap<string, Address>> {
  switch (service.kind) {
    case 'process': {
      const managed = await startProcessService(context, service, addresses, places);
      started.set(service.name, managed);
      return managed.targets;
    }
    case 'url':
      await checkRunning(context, service);
      return new Map([['', addressOf(service.url)]]);
    case 'container': {
      const address = containers.addressOf(service);
      if (address === undefined) return new Map();
      await checkRunning(context, { ...service, url: urlOf(service, address) });
      return new Map([['', address]]);
    }
  }
}

function urlOf({ protocol }: PlannedService, { host, port }: Address): string {
  return `${schemeOfProtocol(protocol)}://${hostForUrl(host)}:${port}`;
}

async function checkRunning(context: RunContext, service: ReachedService): Promise<void> {
  const { clock, emitter, signal } = context;
  const message = `waiting for service ${service.name} at ${service.url}`;
  const tell = (): void => emitter.emit({ kind: 'notice', message });
  await tellIfLong(context, tell, () => checkUrl(service, { clock, signal }));
}
