import path from 'node:path';
import { formatDuration } from '../core/units/duration.ts';
import type { EdgeInterfaces } from '../core/result.gen.ts';
import { inheritedEnvironment } from '../exec/inherited-environment.ts';
import { createToolRunner } from '../exec/network/run-tool.ts';
import type { Address, InstalledLink } from '../drivers/driver.ts';
import type { PlannedEdge, PlannedProcess, PlannedService } from '../plan/plan.ts';
import { AddressBook, hostForUrl, schemeOfProtocol } from './addresses.ts';
import { notify, type RunContext } from './context.ts';
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
import { ServiceDied } from './run-ending.ts';
import { addressOf, checkUrl, type ReachedService } from './services/check-url.ts';
import { LOOPBACK } from './services/readiness.ts';
import { startService } from './services/start-service.ts';
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
  for (const service of plan.services) {
    const targets = await startOrCheck(context, service, { addresses, places, containers });
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
  return { namespaces: layout.namespaces, links, interfaces, addresses, origins, disturbances };
}

interface Surroundings {
  readonly addresses: AddressBook;
  readonly places: Places;
  readonly containers: FoundContainers;
}

/** Resolves to the service's address by port name; to none for a container that only asks. */
async function startOrCheck(
  context: RunContext,
  service: PlannedService,
  { addresses, places, containers }: Surroundings,
): Promise<ReadonlyMap<string, Address>> {
  switch (service.kind) {
    case 'process':
      return await startProcessService(context, service, addresses, places);
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

/** Resolves to the service's address by port name. */
async function startProcessService(
  context: RunContext,
  service: PlannedProcess,
  addresses: AddressBook,
  { layout, listening }: Places,
): Promise<Map<string, Address>> {
  const { clock, emitter, folder, request, signal } = context;
  const own = await listening.of(service);
  const namespace = layout.namespaces.get(service.name);
  const begin = clock.now();
  const started = await startService(
    {
      ...service,
      ports: own.ports,
      netns: namespace === undefined ? 'host' : { name: namespace },
      hosts: layout.services.has(service.name) ? [own.host] : LOOPBACK,
      command: service.command.map((part) => addresses.fill(part, own)),
      env: addresses.fillAll(service.env, own),
      cwd: path.resolve(request.base, service.cwd),
    },
    {
      runId: folder.id,
      journal: context.journal,
      logFolder: folder.file('logs'),
      env: inheritedEnvironment(request.env),
      ...(context.hasSecrets && { mask: context.mask }),
      clock,
      signal,
    },
  );
  context.cleanup.push(`service ${service.name}`, async () => {
    if ((await started.stop()) === 'SIGTERM') return;
    const within = formatDuration(service.stopWithin);
    notify(context, `service ${service.name} did not end within ${within} of SIGTERM and was killed`);
  });
  emitter.emit({ kind: 'service.started', service: service.name, pid: started.pid });
  emitter.emit({ kind: 'service.ready', service: service.name, after: clock.now() - begin });
  void started.died.then((error) => {
    emitter.emit({ kind: 'service.died', service: service.name, how: error.message });
    context.abort(new ServiceDied(service.name, error));
  });
  return new Map(
    Object.entries(own.ports).map(([name, port]) => [name, { host: started.address.host, port }]),
  );
}

async function checkRunning(context: RunContext, service: ReachedService): Promise<void> {
  const { clock, emitter, signal } = context;
  const message = `waiting for service ${service.name} at ${service.url}`;
  const tell = (): void => emitter.emit({ kind: 'notice', message });
  await tellIfLong(context, tell, () => checkUrl(service, { clock, signal }));
}

async function connectEdges(
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
